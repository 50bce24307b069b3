import type { NetworkName } from '../networks';
import { PEER_NAMES, type PeerName } from '../peers';
import type { PhaseName } from '../phases/index';
import type { Job } from './task';

/** A part of `npm run bench -- all`. */
export type Part = ComparisonPart | { readonly phase: PhaseName };

export interface ComparisonPart {
  readonly network: NetworkName;
  readonly job: Job;
  readonly batch: number;
  /** Those that take part, or `fastest`: the fastest ones of the same network and job at its first batch size. */
  readonly peers: readonly PeerName[] | 'fastest';
  /** Rounds of the final. */
  readonly steps: number;
}

export interface PlanOptions {
  readonly network: readonly NetworkName[];
  readonly phase: readonly PhaseName[];
  readonly quick: boolean;
}

/** Batch sizes of each job. All peers run at the first one; ten crops are ten times the images, so it is smaller. */
const BATCHES: Readonly<Record<Job, readonly number[]>> = { step: [64, 32, 128], predict: [32, 64, 128] };
const STEPS: Readonly<Record<Job, number>> = { step: 7, predict: 5 };
const JOBS = ['step', 'predict'] as const;

/** What a quick run leaves out. */
const QUICK = {
  peers: ['pytorch', 'pytorch_fused', 'keras_xla', 'jax'],
  steps: 3,
} as const satisfies { readonly peers: readonly PeerName[]; readonly steps: number };

/**
 * The parts in the order of their importance, since time may run out: every network with all peers, the phases, and
 * then the other batch sizes with the fastest peers.
 */
export function plan({ network: networks, phase: phases, quick }: PlanOptions): Part[] {
  const comparisons = (isFirst: boolean) =>
    networks.flatMap((network) =>
      JOBS.flatMap((job) =>
        (isFirst ? BATCHES[job].slice(0, 1) : BATCHES[job].slice(1)).map((batch): ComparisonPart => {
          const peers = isFirst ? (quick ? QUICK.peers : PEER_NAMES) : 'fastest';
          return { network, job, batch, peers, steps: quick ? QUICK.steps : STEPS[job] };
        }),
      ),
    );
  return [...comparisons(true), ...phases.map((phase) => ({ phase })), ...(quick ? [] : comparisons(false))];
}

/** As in a report: `vgg, step, 64`. */
export function partName(part: Part): string {
  return 'phase' in part ? part.phase : `${part.network}, ${part.job}, ${part.batch}`;
}
