import * as attributes from '../attributes';
import { DataType } from '../backend';
import { Graph, type GraphNode } from './graph';
import type { Recording } from './recorder';
import { usersOf } from './users';

type Op = Pick<GraphNode, 'op' | 'attributes'>;
/** The inputs of an op for a part. */
type InputsOf = (part: number) => readonly string[];

/**
 * A graph under construction whose values are whole, or in equal parts along the first axis, or both. A single part is the
 * whole value.
 */
export class Parts {
  readonly graph: Graph;
  private readonly recorded: Graph;
  private readonly parts = new Map<string, readonly string[]>();
  private readonly wholes = new Map<string, string>();
  private readonly nodes: ReadonlyMap<string, GraphNode>;
  private readonly users: ReadonlyMap<string, readonly GraphNode[]>;

  constructor(
    recording: Recording,
    readonly count: number,
  ) {
    this.recorded = recording.graph;
    this.graph = new Graph(`${this.recorded.prefix}/parts`);
    this.nodes = new Map(this.recorded.nodes.map((node) => [node.name, node]));
    this.users = usersOf(recording);
  }

  /** Shape of a value of the recording. */
  shape(value: string): readonly number[] {
    return this.recorded.shapes.get(value)!;
  }

  type(value: string): DataType {
    return this.recorded.types.get(value)!;
  }

  /** The integers of a constant of the recording, or undefined. */
  integers(value: string): readonly number[] | undefined {
    const bytes = this.nodes.get(value)?.value?.bytes;
    return bytes && [...new Int32Array(bytes.slice().buffer)];
  }

  node(value: string): GraphNode {
    return this.nodes.get(value.split(':')[0])!;
  }

  /** The nodes that use a value; updates and results are one without an op. */
  usersOf(value: string): readonly GraphNode[] {
    return this.users.get(value) ?? [];
  }

  /** Whether a value exists only in parts. */
  isReplaced(value: string): boolean {
    return this.parts.has(value) && !this.graph.has(value.split(':')[0]);
  }

  /** Whether a value is in parts. */
  has(value: string): boolean {
    return this.count === 1 || this.parts.has(value);
  }

  /** Whether a value has an axis that can be divided. */
  canDivide(value: string): boolean {
    const [length = 0] = this.shape(value);
    return length > 0 && length % this.count === 0;
  }

  /** Its parts, divided now if it is whole. */
  of(value: string): readonly string[] {
    if (this.count === 1) return [this.whole(value)];
    const known = this.parts.get(value);
    if (known) return known;
    const given = [attributes.type('T', this.type(value)), attributes.int('num_split', this.count)];
    const name = this.graph.add('Split', [this.constant([], [0]), this.whole(value)], given);
    const made = Array.from({ length: this.count }, (_, part) => (part === 0 ? name : `${name}:${part}`));
    this.parts.set(value, made);
    return made;
  }

  /** The new nodes of a value's parts. */
  made(value: string): readonly GraphNode[] {
    return this.of(value).map((name) => this.graph.node(name.split(':')[0]));
  }

  /** The whole value, joined now if it is in parts. */
  whole(value: string): string {
    const known = this.wholes.get(value);
    if (known) return known;
    const parts = this.parts.get(value);
    if (!parts || this.graph.has(value.split(':')[0])) return value;
    if (this.count === 1) return parts[0];
    const type = attributes.type('T', this.type(value));
    const given = [type, attributes.type('Tidx', DataType.int32), attributes.int('N', this.count)];
    const name = this.graph.add('ConcatV2', [...parts, this.constant([], [0])], given);
    this.wholes.set(value, name);
    return name;
  }

  /** Defines a value by its parts. */
  divide(value: string, parts: readonly string[]): void {
    this.parts.set(value, parts);
  }

  /** Defines a value by another one. */
  replace(value: string, by: string): void {
    this.wholes.set(value, by);
  }

  /** Adds an op for each part. */
  each({ op, attributes: given }: Op, inputsOf: InputsOf): string[] {
    return Array.from({ length: this.count }, (_, part) => this.graph.add(op, inputsOf(part), given));
  }

  /** Defines the value of a node by its op for each part. */
  compute(node: GraphNode, inputsOf: InputsOf): void {
    this.divide(node.name, this.each(node, inputsOf));
  }

  /** The sum of the parts' values. */
  sum(parts: readonly string[], type: DataType): string {
    return this.graph.add('AddN', parts, [attributes.type('T', type), attributes.int('N', this.count)]);
  }

  /** Defines the value of a node by the sum of its op's results for the parts. */
  addUp(node: GraphNode, inputsOf: InputsOf): void {
    this.replace(node.name, this.sum(this.each(node, inputsOf), this.type(node.name)));
  }

  constant(shape: readonly number[], values: readonly number[]): string {
    return this.graph.constant(DataType.int32, shape, new Uint8Array(Int32Array.from(values).buffer));
  }

  /** Adds a node as it is recorded, with whole inputs. */
  keep(node: GraphNode): void {
    this.graph.put({ ...node, inputs: node.inputs.map((value) => this.whole(value)) });
  }
}
