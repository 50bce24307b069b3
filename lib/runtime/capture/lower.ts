import * as attributes from '../attributes';
import { AMX, WINOGRAD } from '../kernels/own-convolution';
import { addUpdates } from './commit';
import { Graph } from './graph';
import type { Recording } from './recorder';
import { usersOf } from './users';

/** A runnable function: values to feed and to fetch. */
export interface Entry {
  readonly graph: Graph;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Handles of the variables that the function updates. */
  readonly updated: ReadonlySet<string>;
}

/** Makes a recording runnable: reads, then updates, then outputs, in the order of the eager run. */
export function lower(recording: Recording): Entry {
  const { graph: recorded, inputs, reads, results } = recording;
  const graph = new Graph(recorded.prefix, recorded);
  const used = usersOf(recording);
  filterGradientsFirst(graph, used);
  const awaited = [...reads.values()].filter((read) => used.has(read));
  const updates = addUpdates(graph, recording.updates, awaited);
  const outputs = results.map(({ source, type }) =>
    graph.add('Identity', [source, ...updates], [attributes.type('T', type)], 'output'),
  );
  const updated = new Set(recording.updates.flatMap(({ handles }) => handles));
  return { graph, inputs, outputs, updated };
}

const OWN_CONVOLUTIONS = [WINOGRAD, AMX];

/**
 * Lets the gradient of a convolution's filter run before that of its images. Each takes all cores; run last, the filter's
 * would compete with what follows from the images', and its threads would wait for each other.
 */
function filterGradientsFirst(graph: Graph, used: ReadonlyMap<string, unknown>): void {
  const filters = new Map<string, string>();
  for (const { name, op, inputs } of graph.nodes)
    if (OWN_CONVOLUTIONS.some(({ filterGradient }) => op === filterGradient) && used.has(name))
      filters.set(inputs[1], name);
  for (const { name, op, inputs } of graph.nodes) {
    const isConvolution = OWN_CONVOLUTIONS.some(({ convolution }) => op === convolution);
    const filter = isConvolution ? filters.get(inputs[0]) : undefined;
    if (filter !== undefined) graph.delay(name, filter);
  }
}
