/** A task of a job array, which trains one trial of a study: what `executor=slurm` submits. */
import { InputError } from '../errors';
import { pointed } from '../training/run';
import { requeue } from '../tuning/executors/slurm-commands';
import { readSubmission } from '../tuning/executors/slurm-submissions';
import { openStudy, trialFolder } from '../tuning/store';
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
  const place = await openStudy(folder);
  const { checkpoints } = trialFolder(folder, job.trial);
  const before = pointed(checkpoints, 'last');
  const { runTrial } = await import('../tuning/trial');
  await runTrial(place, job, AbortSignal.any([signal, limit.signal]));
  // Preempted tasks Slurm queues again itself. Without any progress the limit is too short for the trial.
  if (limit.signal.aborted && pointed(checkpoints, 'last') !== before) await requeue(id);
});
