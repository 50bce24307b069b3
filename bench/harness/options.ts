import { availableParallelism } from 'node:os';
import { documented } from '../../lib/core/help';
import { integer } from '../../lib/core/keys';

/** Keys that all benches share. */
export function benchKeys(defaults: { readonly steps: number; readonly threads?: number }) {
  return documented(__filename, {
    /** Measured steps of each contender. */
    steps: integer(defaults.steps, 1),
    /** Threads and cores per contender. */
    threads: integer(defaults.threads ?? availableParallelism(), 1),
  });
}

/** Images per step, for benches whose work depends on it. */
export function imageKeys(images: number) {
  return documented(__filename, {
    /** Images per step. */
    images: integer(images, 1),
  });
}

/** Batch size, for benches that train. */
export function batchKeys(bs: number) {
  return documented(__filename, {
    /** Batch size: images per step. */
    bs: integer(bs, 1),
  });
}
