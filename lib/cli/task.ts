/** A task of a Slurm job array, which trains one trial of a study; submitted by `executor=slurm`. */

import { InputError } from '../core/errors';
import { integer, optional, text } from '../core/keys';
import { pointed } from '../training/run-folder';
import { LIMIT_SIGNAL, requeue } from '../tuning/executors/slurm-commands';
import { readSubmission } from '../tuning/executors/slurm-submissions';
import { openStudy, trialFolder } from '../tuning/store';
import { command } from './command';

const usage = {
  name: 'task',
  summary: 'Trains one trial of a study; submitted by npm run tune -- executor=slurm.',
  keys: { study: optional(text(undefined, 'folder'), 'none'), submission: integer(0, 0) },
  examples: [],
};

command(usage, async ({ values }, signal) => {
  const { SLURM_ARRAY_TASK_ID: index, SLURM_JOB_ID: id } = process.env;
  const folder = values.study;
  if (folder === undefined || index === undefined || id === undefined) {
    throw new InputError('study', folder ?? 'missing', 'must come from npm run tune -- executor=slurm');
  }
  const job = readSubmission(folder, values.submission).tasks[Number(index)];
  const study = await openStudy(folder);
  const { checkpoints } = trialFolder(folder, job.trial);
  const before = pointed(checkpoints, 'last');
  const { runTrial } = await import('../tuning/trial');
  await runTrial(study, job, signal);
  // Slurm itself requeues preempted tasks. If a task made no progress, the time limit is too short for the trial.
  const nearLimit = signal.aborted && signal.reason.message === LIMIT_SIGNAL;
  if (!nearLimit || pointed(checkpoints, 'last') === before) return;
  // If it cannot be requeued, the scheduler submits the trial again, from its last checkpoint.
  await requeue(id).catch((error: Error) => console.log(`not requeued: ${error.message}`));
});
