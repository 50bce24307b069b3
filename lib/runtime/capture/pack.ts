import { DataType, typeOf } from '../backend';
import type { Update } from './commit';
import type { Graph } from './graph';
import { scalarOf } from './packer';
import type { GraphVariable, Recording } from './recorder';

/** Vectors concatenated in one variable of the graph. */
export interface Pack {
  readonly handle: string;
  readonly members: readonly GraphVariable[];
}

/** Variables that are updated together, such as weights and their velocity, and their updates. */
export interface Component {
  readonly handles: readonly string[];
  readonly updates: readonly { readonly recording: Recording; readonly update: Update }[];
}

/** Components with the same updates. Each variable of a component has one pack for the whole group. */
export interface Group {
  readonly components: readonly Component[];
  readonly packs: readonly Pack[];
}

/**
 * Selects the vectors to concatenate. A network has many small vectors (scales, offsets and statistics of batch norms),
 * and one op costs the host, or a GPU's kernel launch, about as much for one of them as for all.
 *
 * A group consists of vectors with the same updates, by the same scalars and by vectors of their own length. So a group
 * depends on the role of its members, not on which functions were captured earlier.
 *
 * @param state receives the packs' variables
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

/** Sets of variables that are connected by updates, in the order of their first updates. */
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

/**
 * The part of a component that all members of its group share. Undefined if an operand is neither a scalar nor as long
 * as the variables.
 */
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
