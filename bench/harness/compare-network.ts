import { join } from 'node:path';
import type { NetworkName } from '../networks';
import { contenderOf, obstacle, PEER_NAMES, type PeerName, peersOf } from '../peers';
import type { NetworkSize } from './network';
import { type Absence, type RaceOptions, type RaceResult, race } from './race';
import { type Job, type Task, type WrittenNetwork, writeNetwork } from './task';
import type { TypeName } from './types';
import { ours } from './worker';

/** One comparison of a network with the peers. */
export interface Comparison {
  readonly network: NetworkName;
  readonly job: Job;
  /** Images per step. */
  readonly batch: number;
  readonly precision?: TypeName;
  readonly size?: NetworkSize;
  /** The peers that take part. @default all */
  readonly peers?: readonly PeerName[];
}

export interface ComparisonResult extends RaceResult, WrittenNetwork {
  readonly network: NetworkName;
  readonly job: Job;
  readonly batch: number;
  readonly precision: TypeName;
}

/** Name of this project in results. */
export const OURS = 'fer-lab';

/** Largest difference of logits relative to their largest value, of networks with the same weights. */
const TOLERANCE = 1e-3;

/**
 * Compares this project with peers on the same network with the same weights: each peer must report the same number of
 * parameters and, for two images, the same logits, or it does not count.
 *
 * @param folder for the network's files
 */
export async function compareNetwork(
  { network, job, batch, precision = 'float32', size = {}, peers = PEER_NAMES }: Comparison,
  folder: string,
  options: RaceOptions,
): Promise<ComparisonResult> {
  const place = join(folder, network);
  const written = writeNetwork(place, network, size);
  const taskOf = (settings: Task['settings'] = {}) =>
    JSON.stringify({ job, network, folder: place, batch, size, precision, settings } satisfies Task);
  const asked = peersOf(job, precision, peers);
  const missing: Absence[] = asked.flatMap((peer) => {
    const why = obstacle(peer);
    return why === undefined ? [] : [{ name: peer.name, why }];
  });
  const able = asked.filter((peer) => obstacle(peer) === undefined);
  const result = await race(
    ours(OURS, job, taskOf()),
    able.map((peer) => contenderOf(peer, taskOf(peer.settings))),
    { ...options, check: (theirs, mine) => differenceOf(theirs, mine, written) },
  );
  return { network, job, batch, precision, ...written, ...result, absent: [...missing, ...result.absent] };
}

/** How a peer's network differs from ours; undefined if it does not. */
function differenceOf(
  theirs: Readonly<Record<string, unknown>>,
  mine: Readonly<Record<string, unknown>>,
  { parameters, megaMultiplyAdds }: WrittenNetwork,
): string | undefined {
  const count = theirs.parameters as number | undefined;
  if (count !== undefined && count !== parameters) return `has ${count} parameters instead of ${parameters}`;
  const work = theirs.mega_multiply_adds as number | undefined;
  if (work !== undefined && Math.abs(work / megaMultiplyAdds - 1) > TOLERANCE)
    return `needs ${work} million multiply-adds instead of ${megaMultiplyAdds}`;
  const [a, b] = [theirs.logits as number[], mine.logits as number[]];
  const largest = Math.max(...b.map(Math.abs));
  const difference = Math.max(...b.map((logit, i) => Math.abs(logit - a[i])));
  return difference <= TOLERANCE * largest ? undefined : `has other logits: they differ by ${difference} of ${largest}`;
}
