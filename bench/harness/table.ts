import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { philox } from '../../lib/core/random';
import { PIXELS, SPLITS } from '../../lib/data/dataset';

/** Rows of FER2013. */
const ROWS = 35_887;

/**
 * Writes a table with the format and size of fer2013.csv and random gray values, for machines without the real one.
 * @returns its path; `remove` deletes it
 */
export function randomTable(): { readonly path: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'fer-bench-'));
  const path = join(folder, 'fer2013.csv');
  const file = openSync(path, 'w');
  writeSync(file, 'emotion,pixels,Usage\n');
  const noise = new Uint32Array(2);
  for (let row = 0; row < ROWS; row++) {
    const pixels = Array.from({ length: PIXELS }, (_, pixel) => {
      philox(0, row, pixel, noise);
      return noise[0] % 256;
    });
    writeSync(file, `${row % 7},${pixels.join(' ')},${SPLITS[row % 3]}\n`);
  }
  closeSync(file);
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}
