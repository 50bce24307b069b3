import * as attributes from '../attributes';
import { DataType } from '../backend';
import { addUpdates, type Update } from './commit';
import { Graph } from './graph';
import type { Group } from './pack';
import { Packer, split } from './packer';
import type { Recording } from './recorder';

/** A runnable function: values to feed and to fetch. */
export interface Entry {
  readonly graph: Graph;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whether the function updates a variable. */
  readonly updates: boolean;
}

/**
 * Makes a recording runnable: reads, then updates, then outputs, in the order of the eager run. Vectors in packs are
 * read and updated in their packs.
 */
export function lower(recording: Recording, groups: readonly Group[] = []): Entry {
  const { graph: recorded, inputs, reads, results } = recording;
  const graph = new Graph(recorded.prefix, recorded);
  const parts = new Map<string, string>();
  const nameOf = (source: string) => parts.get(source) ?? source;
  const packer = new Packer(recorded, graph, nameOf);
  const used = usedBy(recording);
  const awaited = new Set([...reads.values()].filter((read) => used.has(read)));
  for (const { handle, members } of groups.flatMap(({ packs }) => packs)) {
    const sources = members.map((member) => reads.get(member.handle)!);
    if (!sources.some((source) => used.has(source))) continue;
    const whole = graph.add('ReadVariableOp', [handle], [attributes.type('dtype', DataType.float32)]);
    packer.know(sources, whole);
    awaited.add(whole);
    split(graph, whole, members).forEach((part, i) => {
      parts.set(sources[i], part);
      awaited.delete(sources[i]);
    });
  }
  graph.rename(nameOf);
  const updates = addUpdates(graph, packed(recording, groups, packer, nameOf), [...awaited]);
  const outputs = results.map(({ source, type }) =>
    graph.add('Identity', [nameOf(source), ...updates], [attributes.type('T', type)], 'output'),
  );
  return { graph, inputs, outputs, updates: updates.length > 0 };
}

/** The updates of a recording. Equal updates of a group's components become one update of the packs. */
function packed(
  recording: Recording,
  groups: readonly Group[],
  packer: Packer,
  nameOf: (source: string) => string,
): Update[] {
  const merged = new Map<Update, Update[]>();
  for (const { components, packs } of groups) {
    const lists = components.map(({ handles, updates }) => ({
      handles,
      updates: updates.filter((made) => made.recording === recording).map(({ update }) => update),
    }));
    const [{ handles, updates }] = lists;
    updates.forEach((first, k) => {
      const all = lists.map(({ updates }) => updates[k]);
      for (const update of all) merged.set(update, []);
      const ofPacks = first.handles.map((handle) => packs[handles.indexOf(handle)].handle);
      const operands = first.operands.map((_, i) => packer.operand(all.map((update) => update.operands[i])));
      merged.set(first, [{ ...first, handles: ofPacks, operands }]);
    });
  }
  return recording.updates
    .flatMap((update) => merged.get(update) ?? [{ ...update, operands: update.operands.map(nameOf) }])
    .map((update) => ({ ...update, condition: update.condition && nameOf(update.condition) }));
}

/** Values that an op, an update or a result uses. */
function usedBy({ graph, updates, results }: Recording): Set<string> {
  return new Set([
    ...graph.nodes.flatMap(({ inputs }) => inputs),
    ...updates.flatMap(({ operands, condition = [] }) => operands.concat(condition)),
    ...results.map(({ source }) => source),
  ]);
}
