/** A process that trains trials of a study as its parent requests; started by `executor=local`. */

import { InputError } from '../core/errors';
import { optional, text } from '../core/keys';
import type { Job } from '../tuning/plan';
import { openStudy } from '../tuning/store';
import { command } from './command';

const usage = {
  name: 'worker',
  summary: 'Trains trials of a study; started by npm run tune -- executor=local.',
  keys: { study: optional(text(undefined, 'folder'), 'none') },
  examples: [],
};

command(usage, async ({ values }, signal) => {
  const folder = values.study;
  if (folder === undefined || process.send === undefined) {
    throw new InputError('study', folder ?? 'missing', 'must come from npm run tune -- executor=local');
  }
  const stop = new AbortController();
  const orphaned = new Promise<void>((resolve) => {
    process.once('disconnect', resolve);
    signal.addEventListener('abort', () => resolve());
  });
  orphaned.then(() => stop.abort());
  const jobs = listen();
  const study = await openStudy(folder);
  const { runTrial } = await import('../tuning/trial');
  while (!stop.signal.aborted) {
    const job = await Promise.race([jobs(), orphaned]);
    if (!job) return;
    await runTrial(study, job, stop.signal);
    if (process.connected) process.send(job);
  }
});

/** Keeps jobs that arrive while the images load, and returns them one by one. */
function listen(): () => Promise<Job> {
  const waiting: Job[] = [];
  let wanted: ((job: Job) => void) | undefined;
  process.on('message', (job: Job) => {
    if (wanted) wanted(job);
    else waiting.push(job);
    wanted = undefined;
  });
  return () =>
    new Promise((resolve) => {
      const job = waiting.shift();
      if (job) resolve(job);
      else wanted = resolve;
    });
}
