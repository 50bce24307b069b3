import { availableParallelism } from 'node:os';
import { documented } from '../../lib/core/help';
import { choice, integer, list, text } from '../../lib/core/keys';
import { NETWORK_NAMES } from '../networks';
import { PEER_NAMES } from '../peers';

/** Threads per contender, for all benches. */
export function threadKeys() {
  return documented(__filename, {
    /** Threads and cores per contender. */
    threads: integer(availableParallelism(), 1),
  });
}

/** The network and its step, for the benches that run one. */
export function networkKeys() {
  return documented(__filename, {
    ...threadKeys(),
    /** Network. */
    network: choice(NETWORK_NAMES, 'vgg'),
    /** Batch size: images per step. */
    bs: integer(64, 1),
    /** Type of the activations. Mixed is the type of `precision=mixed` of a training, which only PyTorch has too. */
    precision: choice(['float32', 'mixed'], 'float32'),
  });
}

/** Keys of the benches that compare networks. */
export function comparisonKeys() {
  return documented(__filename, {
    ...networkKeys(),
    /** Rounds of the final, in which this project and the fastest peers take turns. */
    steps: integer(7, 1),
    /** Unmeasured steps of each contender before its first measurement. */
    warm_up: integer(2, 1),
    /** Number of peers in the final, the fastest ones of the heats. */
    finalists: integer(3, 1),
    /** Peers that take part. */
    peers: list(PEER_NAMES, PEER_NAMES),
  });
}

/** The file of the results. @param bench its name */
export function outKey(bench: string) {
  return documented(__filename, {
    /** JSON file of the results. */
    out: text(`outputs/bench/${bench}.json`, 'file'),
  });
}
