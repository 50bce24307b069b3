import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findPython } from '../../scripts/setup/python.mjs';

/** Runs with a PATH of programs that print the given text. */
function withPrograms<T>(context: TestContext, programs: Readonly<Record<string, string>>, body: () => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'path-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, output] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho ${output}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const path = process.env.PATH;
  process.env.PATH = folder;
  try {
    return body();
  } finally {
    process.env.PATH = path;
  }
}

test('selects the first Python that is new enough and has the venv module', (context) => {
  const programs = { python3: '3.9 yes', 'python3.14': '3.14 no', 'python3.12': '3.12 yes', 'python3.11': '3.11 yes' };
  const { python, version, uv } = withPrograms(context, programs, findPython);
  assert.match(python, /python3\.12$/);
  assert.equal(version, '3.12');
  assert.equal(uv, undefined);
});

test('needs no venv module with uv', (context) => {
  const { version } = withPrograms(context, { python3: '3.11 no', uv: 'uv 1.0' }, findPython);
  assert.equal(version, '3.11');
});

test('reports in one line how to fix what is missing', (context) => {
  const message = (programs: Record<string, string>, expected: RegExp) =>
    assert.throws(() => withPrograms(context, programs, findPython), { name: 'SetupError', message: expected });
  message({}, /^Python: not found; must be 3\.10 or newer \(Debian: apt install .*python3-venv\)$/);
  message({ python3: '3.9 yes' }, /^Python: 3\.9; must be 3\.10 or newer/);
  message(
    { python3: '3.11 no' },
    /^Python: 3\.11 has no venv module; install it \(Debian: apt install python3\.11-venv\), or uv$/,
  );
});
