import * as attributes from '../attributes';
import { type Attribute, DataType } from '../backend';
import type { Graph } from './graph';

/** A change of variables. */
export interface Update {
  readonly op: string;
  readonly attributes: readonly Attribute[];
  /** Nodes of the variables that it changes. */
  readonly handles: readonly string[];
  readonly operands: readonly string[];
  /** Element type of the first operand. */
  readonly type: DataType;
  /** The bool in the graph that decides whether it happens. */
  readonly condition?: string;
}

/**
 * Adds updates to a graph, to be run once all that reads the old values is done: then TensorFlow may work in place.
 * Several updates of one variable follow each other.
 *
 * @param reads the nodes that read variables, those alone that something uses
 * @returns the control dependencies of whatever comes after the updates
 */
export function addUpdates(graph: Graph, updates: readonly Update[], reads: readonly string[]): string[] {
  if (updates.length === 0) return [];
  const awaited = [...reads, ...updates.flatMap(({ operands, condition = [] }) => operands.concat(condition))];
  const ready = `^${graph.add('NoOp', [...new Set(awaited.map((value) => `^${value.split(':')[0]}`))], [], 'ready')}`;
  const latest = new Map<string, string>();
  const done = new Map<string | undefined, string[]>();
  for (const { op, attributes: given, handles, operands, type, condition } of updates) {
    const [first, ...others] = operands;
    const inputs = [condition ? whereTrue(graph, first, type, condition) : first, ...others];
    const before = new Set(handles.flatMap((handle) => latest.get(handle) ?? []));
    const name = `^${graph.add(op, [...handles, ...inputs, ready, ...before], given)}`;
    for (const handle of handles) latest.set(handle, name);
    done.set(condition, [...(done.get(condition) ?? []), name]);
  }
  return [...done].flatMap(([condition, names]) => (condition ? [eitherWay(graph, condition, names)] : names));
}

/** `value` where `condition` holds. Where it does not, whatever takes it is not run (TensorFlow's dead tensors). */
function whereTrue(graph: Graph, value: string, type: DataType, condition: string): string {
  return `${graph.add('Switch', [value, condition], [attributes.type('T', type)])}:1`;
}

/** A control dependency that is met after `names` where `condition` holds, and at once where it does not. */
function eitherWay(graph: Graph, condition: string, names: readonly string[]): string {
  const type = attributes.type('T', DataType.bool);
  const held = graph.add('Switch', [condition, condition], [type]);
  const after = graph.add('Identity', [`${held}:1`, ...names], [type]);
  return `^${graph.add('Merge', [held, after], [type, attributes.int('N', 2)])}`;
}
