import type { GraphNode } from './graph';
import type { Recording } from './recorder';

/** What is outside the graph uses a value like a node without an op. */
const OUTSIDE: GraphNode = { name: '', op: '', inputs: [], attributes: [] };

/** By value, the nodes that use it, once for each use. Updates and results of the recording are {@link OUTSIDE}. */
export function usersOf({ graph, updates, results }: Recording): ReadonlyMap<string, readonly GraphNode[]> {
  const users = new Map<string, GraphNode[]>();
  const add = (value: string, node: GraphNode) => users.set(value, [...(users.get(value) ?? []), node]);
  for (const node of graph.nodes) for (const value of node.inputs) add(value, node);
  for (const { operands, condition = [] } of updates)
    for (const value of operands.concat(condition)) add(value, OUTSIDE);
  for (const { source } of results) add(source, OUTSIDE);
  return users;
}
