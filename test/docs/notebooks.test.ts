import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { type Cell, notebooks } from '../notebooks/notebook';

/** Most bytes of an executed copy: pictures of figures, without their data. */
const MOST = 1_000_000;

for (const file of notebooks) {
  test(`the executed copy of ${file} in the documentation has its code, its outputs and no errors`, () => {
    const copy = join(ROOT, 'docs', 'notebooks', basename(file));
    assert.ok(existsSync(copy), `CONTRIBUTING.md says how to write ${copy}`);
    const [source, executed] = [file, copy].map((path) => JSON.parse(readFileSync(path, 'utf8')).cells as Cell[]);
    assert.equal(codeOf(executed), codeOf(source), 'execute and store the notebooks again');
    const outputs = executed.flatMap((cell) => cell.outputs ?? []);
    const kinds = outputs.map(({ output_type }) => output_type);
    assert.ok(kinds.includes('display_data') && !kinds.includes('error'), `${kinds}`);
    assert.ok(statSync(copy).size <= MOST, `${statSync(copy).size} bytes`);
    assert.doesNotMatch(readFileSync(copy, 'utf8'), /vnd\.plotly|\/(home|root|work|tmp)\//);
  });
}

/** A notebook's code, without the parameters of the execution. */
function codeOf(cells: readonly Cell[]): string {
  const own = cells.filter(
    ({ cell_type, metadata }) => cell_type === 'code' && !metadata.tags?.includes('injected-parameters'),
  );
  return own.map(({ source }) => [source].flat().join('')).join('\n\n');
}
