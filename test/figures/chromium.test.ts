import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findChromium, launchChromium } from '../../lib/figures/chromium';

/** Makes a program the Chromium of this test, which runs `first` at its first start. */
async function chromiumWith(context: TestContext, first: string): Promise<string> {
  const { executable, libraries = '' } = await findChromium();
  const folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  const program = join(folder, 'chromium');
  const begun = `${program}.begun`;
  const start = `LD_LIBRARY_PATH='${libraries}' exec '${executable}' "$@"`;
  writeFileSync(program, `#!/bin/sh\n[ -e '${begun}' ] || { touch '${begun}'; ${first}; }\n${start}\n`);
  chmodSync(program, 0o755);
  const before = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = program;
  context.after(() => {
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
    rmSync(folder, { recursive: true });
  });
  return begun;
}

test('a Chromium that crashes at its start is started once more', async (context) => {
  const begun = await chromiumWith(context, 'kill -SEGV $$');
  const browser = await launchChromium();
  await browser.close();
  assert.ok(existsSync(begun));
});

test('one that cannot run is not', async (context) => {
  await chromiumWith(context, 'exit 127');
  await assert.rejects(launchChromium(), /exitCode=127/);
});
