/** A task of a job array, which trains one trial of a study: what `executor=slurm` submits. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../data/load';
import { InputError } from '../errors';
import { requeue } from '../tuning/executors/slurm-commands';
import { readSubmission } from '../tuning/executors/slurm-submissions';
import { readRecord, requireSameData, trialFolder, withoutReport } from '../tuning/store';
import { command } from './command';

command(async (values, signal) => {
  const { SLURM_ARRAY_TASK_ID: index, SLURM_JOB_ID: id } = process.env;
  const folder = values.get('study');
  if (folder === undefined || index === undefined || id === undefined) {
    throw new InputError('study', folder ?? 'missing', 'comes from npm run tune -- executor=slurm');
  }
  const limit = new AbortController();
  process.once('SIGUSR2', () => limit.abort()); // the time limit is near
  const job = readSubmission(folder, Number(values.get('submission'))).tasks[Number(index)];
  const record = readRecord(folder);
  const data = withoutReport(await load(record.definition.base), record.definition.base);
  requireSameData(record, data);
  const { checkpoints } = trialFolder(folder, job.trial);
  const before = checkpointIn(checkpoints);
  const { runTrial } = await import('../tuning/trial');
  await runTrial({ folder, record, data }, job, AbortSignal.any([signal, limit.signal]));
  // Preempted tasks Slurm queues again itself. Without any progress the limit is too short for the trial.
  if (limit.signal.aborted && checkpointIn(checkpoints) !== before) await requeue(id);
});

function checkpointIn(folder: string): string {
  const file = join(folder, 'last');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
