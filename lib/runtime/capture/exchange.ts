import * as attributes from '../attributes';
import { DataType, typeOf } from '../backend';
import type { Graph } from './graph';
import type { Pack } from './pack';
import { concat, split } from './packer';
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
export function exchange(graph: Graph, variables: readonly GraphVariable[], packs: readonly Pack[]): Exchange {
  const inputs = new Map<GraphVariable, string>();
  const outputs = new Map<GraphVariable, string>();
  const packed = new Set(packs.flatMap(({ members }) => members));
  const alone = variables.filter((variable) => !packed.has(variable));
  const assigned = [...alone.map((variable) => ({ ...variable, members: [variable] })), ...packs].map(
    ({ handle, members }) => {
      const [{ variable }] = members;
      const dtype = attributes.type('dtype', typeOf(variable));
      const given = members.map(({ variable }) => graph.placeholder(typeOf(variable), variable.shape));
      const value = given.length === 1 ? given[0] : concat(graph, given);
      const read = graph.add('ReadVariableOp', [handle], [dtype]);
      const parts = given.length === 1 ? [read] : split(graph, read, members);
      members.forEach((member, i) => {
        inputs.set(member, given[i]);
        outputs.set(member, parts[i]);
      });
      return `^${graph.add('AssignVariableOp', [handle, value], [dtype])}`;
    },
  );
  const done = graph.constant(DataType.float32, [], new Uint8Array(4), assigned);
  const inOrder = (names: ReadonlyMap<GraphVariable, string>) => variables.map((variable) => names.get(variable)!);
  return { inputs: inOrder(inputs), done, outputs: inOrder(outputs) };
}
