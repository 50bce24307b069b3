import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { slurm } from '../../lib/tuning/executors/slurm';
import { choice } from '../../lib/tuning/space';
import { tune } from '../../lib/tuning/tune';
import { temporaryFolder } from '../training/small';
import { base, data, easyFile, KNOWS_SMALL, results } from './small-study';

/** A folder with a `squeue` and an `sbatch` that fail at the calls with these numbers, and otherwise act like Slurm. */
function fakeSlurm(squeueFails: string, sbatchFails: string): string {
  const folder = join(temporaryFolder(), 'bin');
  mkdirSync(folder);
  const counted = (name: string, fails: string, error: string) => `#!/bin/sh
echo x >> "$0.calls"
call=$(wc -l < "$0.calls")
case " ${fails} " in *" $call "* | *" all "*) echo "${name}: error: ${error}" >&2; exit 1 ;; esac
`;
  const silent = 'Unable to contact slurm controller (connect failure)';
  const tasks = `
for option; do case $option in --array=0-*) last=\${option#--array=0-} ;; esac; done
cat > "$0.script"
for task in $(seq 0 "$last"); do SLURM_JOB_ID=7 SLURM_ARRAY_TASK_ID=$task sh "$0.script" > /dev/null; done
echo 7
`;
  writeFileSync(join(folder, 'squeue'), counted('squeue', squeueFails, `slurm_load_jobs error: ${silent}`));
  writeFileSync(
    join(folder, 'sbatch'),
    counted('sbatch', sbatchFails, `Batch job submission failed: ${silent}`) + tasks,
  );
  for (const name of ['squeue', 'sbatch']) chmodSync(join(folder, name), 0o755);
  return folder;
}

const { PATH } = process.env;
const definition = {
  name: 'silent',
  space: { lr: choice(0.01, 0.02) },
  base: { ...base, dataset: 'fer2013', path: easyFile(), n_epochs: 1 },
} as const;

test('a study continues if Slurm does not respond once during submission, with a notice', async (context) => {
  context.after(() => Object.assign(process.env, { PATH }));
  process.execArgv.push(...KNOWS_SMALL);
  process.env.PATH = `${fakeSlurm('1 3', '1')}:${PATH}`;
  const notices: string[] = [];
  const options = { folder: temporaryFolder(), executor: slurm({ interval: 0.2 }) };
  const study = await tune(definition, { ...options, onNotice: (line) => notices.push(line) });
  assert.deepEqual(results(study), results(await tune(definition, { data, folder: temporaryFolder() })));
  const silences = notices.filter((line) => line.includes('Unable to contact'));
  assert.match(silences[0], /^squeue: .*Unable to contact slurm controller.*; must respond; trying again$/);
  assert.match(silences[1], /^sbatch: /);
});

test('a Slurm that never responds ends the study in one line after a while', async (context) => {
  context.after(() => Object.assign(process.env, { PATH }));
  process.env.PATH = `${fakeSlurm('all', '')}:${PATH}`;
  const executor = slurm({ interval: 0.1, patience: 0.5 });
  const started = tune(definition, { data, folder: temporaryFolder(), executor });
  await assert.rejects(started, /^InputError: squeue: squeue: error: .*; must respond$/);
});

test('an interval that no timer supports is rejected', () => {
  for (const interval of [0, -1, Number.NaN, 1e10])
    assert.throws(() => slurm({ interval }), /^InputError: interval: \S+; must be a number of seconds in \(0, 3600\]$/);
});
