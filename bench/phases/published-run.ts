import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyPublishedRun } from '../../lib/training/published-run';

/** The run that comes with the project. */
export const RUN = 'fer2013';

/** A copy of the published run, so that the user's own evaluations stay as they are. @returns its folder */
export function copyOfRun(folder: string): string {
  const path = join(folder, RUN);
  if (!existsSync(path) && !copyPublishedRun(path, { outputs: folder }))
    throw new Error(`results/${RUN} has no weights`);
  return path;
}
