import * as attributes from '../attributes';
import { DataType } from '../backend';
import type { Graph, GraphNode } from './graph';
import type { GraphVariable } from './recorder';

const FLOAT = attributes.type('T', DataType.float32);

/** Ops that make of each element of a vector, and of scalars, one element. */
const ELEMENTWISE = new Set(['AddV2', 'Sub', 'Mul', 'RealDiv', 'Maximum', 'Sqrt', 'Square']);

/** What tells a scalar: its value where that is a constant, else where it comes from. Undefined for other shapes. */
export function scalarOf(graph: Graph, source: string): string | undefined {
  if (graph.shapes.get(source)?.length !== 0) return undefined;
  const value = graph.node(source)?.value;
  return value ? `${value.type}: ${value.bytes}` : source;
}

/** The parts of a vector that are as long as these variables. */
export function split(graph: Graph, vector: string, members: readonly GraphVariable[]): string[] {
  const sizes = members.map(({ variable }) => variable.size);
  const name = graph.add(
    'SplitV',
    [vector, integers(graph, sizes), axis(graph)],
    [FLOAT, attributes.type('Tlen', DataType.int32), attributes.int('num_split', sizes.length)],
  );
  return sizes.map((_, i) => (i === 0 ? name : `${name}:${i}`));
}

/** Vectors one after the other. */
export function concat(graph: Graph, vectors: readonly string[]): string {
  return graph.add(
    'ConcatV2',
    [...vectors, axis(graph)],
    [FLOAT, attributes.int('N', vectors.length), attributes.type('Tidx', DataType.int32)],
  );
}

/**
 * Puts vectors of a recorded graph one after the other, as early as it can: where the same ops made them element by
 * element, these run once, on all.
 */
export class Packer {
  private readonly made = new Map<string, string>();

  /**
   * @param recorded where the vectors come from
   * @param graph takes the ops
   * @param renamed what the graph calls a value that was recorded
   */
  constructor(
    private readonly recorded: Graph,
    private readonly graph: Graph,
    private readonly renamed: (source: string) => string,
  ) {}

  /** Tells that a value of the graph is these vectors one after the other. */
  know(sources: readonly string[], vector: string): void {
    this.made.set(sources.join(), vector);
  }

  /** What stands for an operand that these are, one for each vector: the scalar that they share, or a vector of all. */
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

  /** Whether one input of an op is a scalar that all have in common, or a vector as long as what is made of it. */
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
