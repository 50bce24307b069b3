import { threads } from '../cpu';
import { hasOwnOps } from '../own-ops';
import { ruleOf } from './part-rules';
import { Parts } from './parts';
import type { Recording } from './recorder';

/** Parts of more cores are not measured. */
const MOST_PARTS = 8;

/** In how many parts {@link inParts} may compute a batch here: one per core on CPUs with the ops for it. */
export function mostParts(): number {
  return hasOwnOps() ? Math.min(threads(), MOST_PARTS) : 1;
}

/**
 * The recording of a network with depthwise convolutions, changed to compute equal parts of the batch side by side. Such a
 * network has hundreds of short ops: if each of them takes all cores, their threads wait for each other most of the
 * time. What all parts are joined for remains: batch norms, the gradients of weights, and ops without a rule.
 *
 * @param most the number of parts, or more than there are if it does not divide the batch
 * @returns the recording itself if it has no depthwise convolution or its batch cannot be divided
 */
export function inParts(recording: Recording, most: number): Recording {
  const { graph, updates, results } = recording;
  const depthwise = graph.nodes.find(({ op }) => op === 'DepthwiseConv2dNative');
  const [batch] = depthwise ? graph.shapes.get(depthwise.inputs[0])! : [1];
  const count = largestDivisor(batch, most);
  if (count === 1) return recording;
  const parts = new Parts(recording, count);
  for (const node of graph.nodes) if (!ruleOf(node)?.(node, parts)) parts.keep(node);
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

function largestDivisor(of: number, most: number): number {
  let divisor = Math.max(1, most);
  while (of % divisor !== 0) divisor--;
  return divisor;
}
