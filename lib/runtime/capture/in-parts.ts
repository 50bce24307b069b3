import { threads } from '../cpu';
import { hasOwnOps } from '../own-ops';
import { withEpilogues } from './epilogues';
import { flag } from './part-rule';
import { ruleOf } from './part-rules';
import { Parts } from './parts';
import type { Recording } from './recorder';

/** Machines with more cores are not measured; their ops take all cores. */
const MOST_CORES = 8;

/** Images of the smallest part of a prediction: with fewer, products of matrices get slower. */
const SMALLEST_PART = 64;

/** The parts of a batch that run side by side: one per core, on CPUs with the ops for it. */
export function mostParts(): number {
  const cores = threads();
  return cores <= MOST_CORES ? cores : 1;
}

/** The recordings of a program with ops of the project's own. */
export interface Prepared {
  readonly recordings: readonly Recording[];
  /** Whether batches are in parts, so that each of TensorFlow's ops should run on one thread. */
  readonly areParts: boolean;
}

/**
 * The recordings of a program, {@link inParts} if its training steps can be divided, or if there are none, its largest
 * batch; the others {@link inOnePart}.
 */
export function withOwnOps(recordings: readonly Recording[], most: number): Prepared {
  if (!hasOwnOps()) return { recordings, areParts: false };
  const trained = recordings.filter(({ updates }) => updates.length > 0);
  const candidates = trained.length > 0 ? trained : recordings;
  const largest = candidates.reduce((a, b) => (batchOf(b) > batchOf(a) ? b : a));
  const areParts = inParts(largest, most) !== largest;
  const prepared = recordings.map((recording) => {
    const divided = areParts ? inParts(recording, most) : recording;
    return divided === recording ? withEpilogues(inOnePart(recording)) : divided;
  });
  return { recordings: prepared, areParts };
}

/**
 * The recording of a network with depthwise convolutions, changed to compute equal parts of the batch side by side. Such a
 * network has hundreds of short ops: if each of them takes all cores, their threads wait for each other most of the
 * time. Parts are joined for batch norms in training, for the gradients of weights, and for ops without a rule.
 * Predictions, which are not joined, have several smaller parts per core, one after the other, whose values stay in the
 * cache.
 *
 * @param most the maximum number of parts side by side; the largest divisor of the batch up to it is used
 * @returns the recording itself if it has no depthwise convolution, or if no divisor is more than half of `most`
 */
export function inParts(recording: Recording, most: number): Recording {
  const batch = batchOf(recording);
  const sideBySide = largestDivisor(batch, most);
  if (sideBySide === 1 || 2 * sideBySide <= most) return recording;
  const each = batch / sideBySide;
  const rounds = recording.updates.length > 0 ? 1 : largestDivisor(each, Math.floor(each / SMALLEST_PART));
  return rewritten(recording, sideBySide * rounds);
}

/**
 * The recording, changed to compute batch norms in training with the activations that follow, forward and backward, in
 * fewer passes over the values than TensorFlow's ops.
 */
export function inOnePart(recording: Recording): Recording {
  const isTraining = recording.graph.nodes.some((node) => node.op === 'FusedBatchNormV3' && flag(node, 'is_training'));
  return isTraining ? rewritten(recording, 1) : recording;
}

function rewritten(recording: Recording, count: number): Recording {
  const { graph, updates, results } = recording;
  const parts = new Parts(recording, count);
  for (const node of graph.nodes) if (!ruleOf(node, parts)?.(node, parts)) parts.keep(node);
  return {
    ...recording,
    graph: parts.graph,
    updates: updates.map((update) => ({
      ...update,
      operands: update.operands.map((value) => parts.whole(value)),
      condition: update.condition && parts.whole(update.condition),
    })),
    results: results.map(({ source, type }) => ({ source: parts.whole(source), type })),
  };
}

/** The images of the first depthwise convolution; 1 without one. */
function batchOf({ graph }: Recording): number {
  const depthwise = graph.nodes.find(({ op }) => op === 'DepthwiseConv2dNative');
  return depthwise ? graph.shapes.get(depthwise.inputs[0])![0] : 1;
}

function largestDivisor(of: number, most: number): number {
  let divisor = Math.max(1, most);
  while (of % divisor !== 0) divisor--;
  return divisor;
}
