import { statfsSync } from 'node:fs';
import { SetupError } from './errors.mjs';

/**
 * Fails if the disk has too little space.
 *
 * @param {string} folder on the disk
 * @param {number} megabytes that the set-up will write
 */
export function checkDisk(folder, megabytes) {
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / 1e6;
  if (free < megabytes) {
    throw new SetupError('disk', `${gigabytes(free)} free`, `needs ${gigabytes(megabytes)} in ${folder}`);
  }
}

/** @param {number} megabytes */
function gigabytes(megabytes) {
  return `${(megabytes / 1000).toFixed(1)} GB`;
}
