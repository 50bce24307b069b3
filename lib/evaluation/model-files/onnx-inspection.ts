import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { isFileIn } from './model-file';
import { fieldsOf, MessageError } from './protobuf-reader';

/** Content of an ONNX file, read before anything in it runs. */
export interface OnnxContents {
  /** Files beside it that hold weights, by their paths in its folder. */
  readonly external: readonly string[];
  /** Number of elements of its floating-point weights. */
  readonly parameters: number;
}

/** Numbers of fields, by https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. */
const MODEL = { graph: 7, opset: 8, functions: 25 } as const;
const OPSET = { domain: 1 } as const;
const GRAPH = { node: 1, initializer: 5, sparse: 15 } as const;
const NODE = { type: 4, attribute: 5, domain: 7 } as const;
const ATTRIBUTE = { tensor: 5, graph: 6, graphs: 11, tensors: 10 } as const;
const TENSOR = { dims: 1, type: 2, name: 8, external: 13 } as const;
const ENTRY = { key: 1, value: 2 } as const;
/** Element types: float, float16, double, bfloat16. */
const FLOATS = [1, 10, 11, 16];

/** Domains whose operations are part of ONNX or of its runtime. */
const DOMAINS = ['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft'];
/** Operations whose number of repetitions the data decides. */
const LOOPS = ['Loop', 'Scan'];
/** Maximum nesting depth of graphs. */
const DEEPEST = 16;
/** Maximum number of elements of a tensor: 1 GiB of float32. */
const MOST_ELEMENTS = 2 ** 28;

/**
 * Looks into an ONNX file without running it.
 *
 * @param path of the file, whose folder may hold external data
 * @throws {InputError} if it is no ONNX model; for operations that are not ONNX's own, loops, a tensor that would need
 *   more than 1 GiB, and external data that is missing or outside its folder
 */
export function inspectOnnx(bytes: Buffer, path: string): OnnxContents {
  const inspection = new Inspection(path);
  try {
    const fields = [...fieldsOf(bytes)];
    if (!fields.some(({ number, bytes }) => number === MODEL.graph && bytes)) throw new MessageError('no graph');
    for (const { number, bytes } of fields) {
      if (number === MODEL.graph && bytes) inspection.graph(bytes, 0);
      if (number === MODEL.opset && bytes) inspection.domain(textIn(bytes, OPSET.domain));
      if (number === MODEL.functions) throw inspection.refused('functions of its own', 'must use ONNX operations only');
    }
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    throw inspection.refused(error.message, 'must be an ONNX model');
  }
  return inspection;
}

class Inspection implements OnnxContents {
  readonly external: string[] = [];
  parameters = 0;

  constructor(private readonly path: string) {}

  graph(message: Buffer, depth: number): void {
    if (depth > DEEPEST) throw this.refused(`graphs nested deeper than ${DEEPEST}`, 'must be a model of faces');
    for (const { number, bytes } of fieldsOf(message)) {
      if (!bytes) continue;
      if (number === GRAPH.node) this.node(bytes, depth);
      if (number === GRAPH.initializer) this.tensor(bytes);
      if (number === GRAPH.sparse) throw this.refused('sparse weights', 'must have dense ones');
    }
  }

  domain(domain: string): void {
    if (!DOMAINS.includes(domain))
      throw this.refused(`operations of ${excerpt(domain)}`, 'must use ONNX operations only');
  }

  refused(value: string, constraint: string): InputError {
    return new InputError(basename(this.path), value, constraint);
  }

  private node(message: Buffer, depth: number): void {
    this.domain(textIn(message, NODE.domain));
    const type = textIn(message, NODE.type);
    if (LOOPS.includes(type)) throw this.refused(`operation ${type}`, 'must not repeat operations');
    for (const { number, bytes } of fieldsOf(message)) {
      if (number !== NODE.attribute || !bytes) continue;
      for (const { number: kind, bytes: value } of fieldsOf(bytes)) {
        if (!value) continue;
        if (kind === ATTRIBUTE.tensor || kind === ATTRIBUTE.tensors) this.tensor(value);
        if (kind === ATTRIBUTE.graph || kind === ATTRIBUTE.graphs) this.graph(value, depth + 1);
      }
    }
  }

  private tensor(message: Buffer): void {
    let elements = 1;
    let isFloat = false;
    for (const { number, integer, bytes } of fieldsOf(message)) {
      if (number === TENSOR.dims) for (const size of sizesOf(integer, bytes)) elements *= Number(size);
      if (number === TENSOR.type) isFloat = FLOATS.includes(Number(integer));
      if (number === TENSOR.external && bytes && textIn(bytes, ENTRY.key) === 'location')
        this.externalFile(textIn(bytes, ENTRY.value));
    }
    if (elements > MOST_ELEMENTS)
      throw this.refused(`a tensor of ${elements} elements`, `must have at most ${MOST_ELEMENTS}`);
    if (isFloat) this.parameters += elements;
  }

  private externalFile(location: string): void {
    const inside = normalize(location);
    if (isAbsolute(location) || inside.startsWith('..') || inside !== basename(inside) || inside === '.')
      throw this.refused(`weights in ${excerpt(location)}`, 'must be in a file beside it');
    const place = join(dirname(this.path), inside);
    if (!existsSync(place))
      throw this.refused(`weights in ${excerpt(location)}`, 'must be beside it, but the file is missing');
    if (!isFileIn(dirname(this.path), inside))
      throw this.refused(`weights in ${excerpt(location)}`, 'must be in a file beside it');
    if (!this.external.includes(inside)) this.external.push(inside);
  }
}

/** Sizes of a tensor: one, or packed. */
function* sizesOf(integer: bigint | undefined, packed: Buffer | undefined): Generator<bigint> {
  if (integer !== undefined) yield integer;
  if (!packed) return;
  let value = 0n;
  let shift = 0n;
  for (const byte of packed) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80) continue;
    yield value;
    value = 0n;
    shift = 0n;
  }
}

/** The last text of a field; empty if there is none. */
function textIn(message: Buffer, wanted: number): string {
  let text = '';
  for (const { number, bytes } of fieldsOf(message)) if (number === wanted && bytes) text = bytes.toString('utf8');
  return text;
}
