import * as attributes from '../attributes';
import { DataType, typeOf } from '../backend';
import type { Graph } from './graph';
import type { GraphVariable } from './recorder';

/** Writes and reads the variables inside a graph. */
export interface Exchange {
  /** Values to feed, one per variable. */
  readonly inputs: readonly string[];
  /** A value to fetch after feeding `inputs`, and to ignore. */
  readonly done: string;
  /** Values to fetch, one per variable. */
  readonly outputs: readonly string[];
}

/** @param graph receives the ops */
export function exchange(graph: Graph, variables: readonly GraphVariable[]): Exchange {
  const all = variables.map(({ handle, variable }) => {
    const dtype = attributes.type('dtype', typeOf(variable));
    const input = graph.placeholder(typeOf(variable), variable.shape);
    const output = graph.add('ReadVariableOp', [handle], [dtype]);
    const assigned = `^${graph.add('AssignVariableOp', [handle, input], [dtype])}`;
    return { input, output, assigned };
  });
  const assignments = all.map(({ assigned }) => assigned);
  const done = graph.constant(DataType.float32, [], new Uint8Array(4), assignments);
  return { inputs: all.map(({ input }) => input), done, outputs: all.map(({ output }) => output) };
}
