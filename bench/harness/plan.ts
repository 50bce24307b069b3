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
  /** Those that take part, or `fastest`: the fastest one of the same network and job at its first batch size. */
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
const STEPS: Readonly<Record<Job, number>> = { step: 5, predict: 3 };
const JOBS = ['step', 'predict'] as const;

/** What a quick run leaves out. */
const QUICK = {
  peers: ['pytorch', 'pytorch_fused', 'keras_xla', 'jax'],
  steps: 3,
} as const satisfies { readonly peers: readonly PeerName[]; readonly steps: number };

/**
 * The parts in the order of their importance, since time may run out: every network with all peers, the phases, and
 * then the other batch sizes with the fastest peer, steps first.
 */
export function plan({ network: networks, phase: phases, quick }: PlanOptions): Part[] {
  const peers = quick ? QUICK.peers : PEER_NAMES;
  const steps = (job: Job) => (quick ? QUICK.steps : STEPS[job]);
  const main = networks.flatMap((network) =>
    JOBS.map((job): ComparisonPart => ({ network, job, batch: BATCHES[job][0], peers, steps: steps(job) })),
  );
  const others = JOBS.flatMap((job) =>
    networks.flatMap((network) =>
      BATCHES[job]
        .slice(1)
        .map((batch): ComparisonPart => ({ network, job, batch, peers: 'fastest', steps: steps(job) })),
    ),
  );
  return [...main, ...phases.map((phase) => ({ phase })), ...(quick ? [] : others)];
}

/** As in a report: `vgg, step, 64`. */
export function partName(part: Part): string {
  return 'phase' in part ? part.phase : `${part.network}, ${part.job}, ${part.batch}`;
}
