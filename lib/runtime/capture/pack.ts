import { DataType, typeOf } from '../backend';
import type { Update } from './commit';
import type { Graph } from './graph';
import { scalarOf } from './packer';
import type { GraphVariable, Recording } from './recorder';

/** Vectors side by side in one variable of the graph. */
export interface Pack {
  readonly handle: string;
  readonly members: readonly GraphVariable[];
}

/** Variables that updates move together, such as weights and their velocity, and these updates. */
export interface Component {
  readonly handles: readonly string[];
  readonly updates: readonly { readonly recording: Recording; readonly update: Update }[];
}

/** Components that the same updates move: one pack for each of their variables. */
export interface Group {
  readonly components: readonly Component[];
  readonly packs: readonly Pack[];
}

/**
 * Which vectors to keep side by side. A network has many, such as the scales, offsets and statistics of batch norms, and
 * an op on one of them costs the host, or a GPU the launch of a kernel, as much as one on all of them would.
 *
 * Those belong together that the same updates move, by the same scalars and by vectors of their own length. So a group
 * depends on what its members are for, not on which functions were captured before.
 *
 * @param state takes the packs' variables
 */
export function groupVectors(
  recordings: readonly Recording[],
  variables: readonly GraphVariable[],
  state: Graph,
): Group[] {
  const byHandle = new Map(variables.map((variable) => [variable.handle, variable]));
  const alike = new Map<string, Component[]>();
  for (const component of components(recordings)) {
    const members = component.handles.map((handle) => byHandle.get(handle)!);
    const [{ size }] = members.map(({ variable }) => variable);
    const areVectors = members.every(({ variable }) => isVector(variable.shape, size) && isFloat(variable));
    const signature = areVectors ? signatureOf(component, size, recordings) : undefined;
    if (signature !== undefined) alike.set(signature, [...(alike.get(signature) ?? []), component]);
  }
  const several = [...alike.values()].filter(({ length }) => length > 1);
  return several.map((components) => {
    const packs = components[0].handles.map((_, role): Pack => {
      const members = components.map(({ handles }) => byHandle.get(handles[role])!);
      const size = members.reduce((sum, { variable }) => sum + variable.size, 0);
      return { handle: state.variable(DataType.float32, [size]), members };
    });
    return { components, packs };
  });
}

/** What variables are connected by updates, in the order of their first ones. */
function components(recordings: readonly Recording[]): Component[] {
  const found = new Set<Component>();
  const of = new Map<string, Component>();
  for (const recording of recordings) {
    for (const update of recording.updates) {
      const before = [...new Set(update.handles.flatMap((handle) => of.get(handle) ?? []))];
      const component = {
        handles: [...new Set([...before.flatMap(({ handles }) => handles), ...update.handles])],
        updates: [...before.flatMap(({ updates }) => updates), { recording, update }],
      };
      for (const old of before) found.delete(old);
      found.add(component);
      for (const handle of component.handles) of.set(handle, component);
    }
  }
  return [...found];
}

/** What components of a group have in common; undefined where an operand is neither a scalar nor as long as they are. */
function signatureOf(component: Component, size: number, recordings: readonly Recording[]): string | undefined {
  const { handles, updates } = component;
  let fits = true;
  const common = updates.map(({ recording, update }) => {
    const operands = update.operands.map((source) => {
      const scalar = scalarOf(recording.graph, source);
      fits &&= scalar !== undefined || isVector(recording.graph.shapes.get(source), size);
      return scalar;
    });
    const roles = update.handles.map((handle) => handles.indexOf(handle));
    return { ...update, handles: roles, operands, recording: recordings.indexOf(recording) };
  });
  return fits ? JSON.stringify(common) : undefined;
}

function isVector(shape: readonly number[] | undefined, size: number): boolean {
  return shape?.length === 1 && shape[0] === size;
}

const isFloat = (variable: GraphVariable['variable']) => typeOf(variable) === DataType.float32;
