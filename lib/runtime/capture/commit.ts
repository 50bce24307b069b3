import * as attributes from '../attributes';
import { type Attribute, DataType } from '../backend';
import type { Graph } from './graph';

/** An update of variables. */
export interface Update {
  readonly op: string;
  readonly attributes: readonly Attribute[];
  /** Nodes of the updated variables. */
  readonly handles: readonly string[];
  readonly operands: readonly string[];
  /** Element type of the first operand. */
  readonly type: DataType;
  /** A bool in the graph: the update runs only if it is true. */
  readonly condition?: string;
}

/**
 * Adds updates to a graph. They run after everything that reads the old values, so that TensorFlow may work in place.
 * Several updates of one variable run in order.
 *
 * @param reads nodes that read variables and whose values are used
 * @returns control dependencies for everything that must run after the updates
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

/** `value` if `condition` is true. Otherwise the ops that use it do not run (TensorFlow's dead tensors). */
function whereTrue(graph: Graph, value: string, type: DataType, condition: string): string {
  return `${graph.add('Switch', [value, condition], [attributes.type('T', type)])}:1`;
}

/** A control dependency on `names` if `condition` is true; satisfied at once otherwise. */
function eitherWay(graph: Graph, condition: string, names: readonly string[]): string {
  const type = attributes.type('T', DataType.bool);
  const held = graph.add('Switch', [condition, condition], [type]);
  const after = graph.add('Identity', [`${held}:1`, ...names], [type]);
  return `^${graph.add('Merge', [held, after], [type, attributes.int('N', 2)])}`;
}
