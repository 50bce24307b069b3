import * as attributes from '../attributes';
import { DataType } from '../backend';
import type { Graph, GraphNode } from './graph';
import type { GraphVariable } from './recorder';

const FLOAT = attributes.type('T', DataType.float32);

/** Elementwise ops on vectors and scalars. */
const ELEMENTWISE = new Set(['AddV2', 'Sub', 'Mul', 'RealDiv', 'Maximum', 'Sqrt', 'Square']);

/** Identifies a scalar: by value if it is a constant, otherwise by its source. Undefined for other shapes. */
export function scalarOf(graph: Graph, source: string): string | undefined {
  if (graph.shapes.get(source)?.length !== 0) return undefined;
  const value = graph.node(source)?.value;
  return value ? `${value.type}: ${value.bytes}` : source;
}

/** Splits a vector into parts with the lengths of these variables. */
export function split(graph: Graph, vector: string, members: readonly GraphVariable[]): string[] {
  const sizes = members.map(({ variable }) => variable.size);
  const name = graph.add(
    'SplitV',
    [vector, integers(graph, sizes), axis(graph)],
    [FLOAT, attributes.type('Tlen', DataType.int32), attributes.int('num_split', sizes.length)],
  );
  return sizes.map((_, i) => (i === 0 ? name : `${name}:${i}`));
}

/** Concatenates vectors. */
export function concat(graph: Graph, vectors: readonly string[]): string {
  return graph.add(
    'ConcatV2',
    [...vectors, axis(graph)],
    [FLOAT, attributes.int('N', vectors.length), attributes.type('Tidx', DataType.int32)],
  );
}

/**
 * Concatenates vectors of a recorded graph as early as possible: elementwise ops with equal operands run once, on the
 * concatenated vector.
 */
export class Packer {
  private readonly made = new Map<string, string>();

  /**
   * @param recorded the graph that computes the vectors
   * @param graph receives the ops
   * @param renamed returns the name in `graph` of a recorded value
   */
  constructor(
    private readonly recorded: Graph,
    private readonly graph: Graph,
    private readonly renamed: (source: string) => string,
  ) {}

  /** Registers a value of the graph as the concatenation of these vectors. */
  know(sources: readonly string[], vector: string): void {
    this.made.set(sources.join(), vector);
  }

  /**
   * The operand for concatenated vectors, given one source per vector: the scalar that they share, or the
   * concatenation.
   */
  operand(sources: readonly string[]): string {
    return scalarOf(this.recorded, sources[0]) === undefined ? this.pack(sources) : this.renamed(sources[0]);
  }

  private pack(sources: readonly string[]): string {
    const known = this.made.get(sources.join());
    if (known !== undefined) return known;
    const vector = this.elementwise(sources) ?? concat(this.graph, sources.map(this.renamed));
    this.know(sources, vector);
    return vector;
  }

  private elementwise(sources: readonly string[]): string | undefined {
    const nodes = sources.map((source) => this.recorded.node(source));
    const [first] = nodes;
    if (!first || !ELEMENTWISE.has(first.op) || !nodes.every((node) => node && isLike(node, first))) return undefined;
    const columns = first.inputs.map((_, k) => nodes.map((node) => node!.inputs[k]));
    if (!columns.every((column) => this.isOperand(column, sources))) return undefined;
    return this.graph.add(
      first.op,
      columns.map((column) => this.operand(column)),
      first.attributes,
    );
  }

  /** Whether one input of an op is a scalar that all vectors share, or vectors as long as the results. */
  private isOperand(column: readonly string[], results: readonly string[]): boolean {
    const [first, ...others] = column.map((source) => scalarOf(this.recorded, source));
    if (first !== undefined) return others.every((other) => other === first);
    const { shapes } = this.recorded;
    return column.every((source, i) => `${shapes.get(source)}` === `${shapes.get(results[i])}`);
  }
}

function isLike({ op, attributes }: GraphNode, other: GraphNode): boolean {
  return op === other.op && JSON.stringify(attributes) === JSON.stringify(other.attributes);
}

function integers(graph: Graph, values: readonly number[]): string {
  return graph.constant(DataType.int32, [values.length], new Uint8Array(Int32Array.from(values).buffer));
}

function axis(graph: Graph): string {
  return graph.constant(DataType.int32, [], new Uint8Array(4));
}
