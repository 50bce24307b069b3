import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { measurePhase } from '../../bench/harness/measure-phase';
import { output } from '../../bench/harness/program';
import { GrowingReport } from '../../bench/harness/report';
import { ROOT } from '../../lib/core/files';

const { signal } = new AbortController();

test('until.py times a command in a terminal until its output matches, and interrupts it', {
  timeout: 300_000,
}, async () => {
  const python = join(ROOT, '.venv', 'bin', 'python');
  const until = join(ROOT, 'bench', 'phases', 'until.py');
  const command = (script: string) => [python, until, 'step 1', 'sh', '-c', script];
  const began = performance.now();
  const time = Number(await output(command('test -t 2 && sleep 0.3 && echo step 1 >&2 && sleep 600'), signal));
  assert.ok(time >= 300 && time < performance.now() - began, `${time} ms`);
  await assert.rejects(output(command('echo no memory'), signal), /no memory/);
});

test('a phase is measured and written to the report at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fer-bench-'));
  const file = join(folder, 'report.json');
  try {
    await measurePhase('overhead', new GrowingReport(1, file), { threads: 1, steps: 2, folder, signal });
    const { phases, machine } = JSON.parse(readFileSync(file, 'utf8'));
    assert.ok(machine.cores >= 1);
    assert.equal(phases.length, 1);
    const [{ name, ours, theirs }] = phases;
    assert.deepEqual([name, ours.name, ours.times.length, theirs[0].name], ['overhead', 'captured', 2, 'eager']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
