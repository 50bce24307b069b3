import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as attributes from '../attributes';
import { type Attribute, binding, type DataType } from '../backend';
import { type AttrValue, type Message, messages, type NodeDef } from './messages';

/** The GraphDef version that TensorFlow 2.21 writes. An older version would select older op semantics. */
const PRODUCER = 1882;

/** An op of a graph. Inputs are outputs of other ops (`node` or `node:k`) and control dependencies (`^node`). */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: readonly Attribute[];
  /** Value of a constant, little-endian, row-major. */
  readonly value?: { readonly type: DataType; readonly shape: readonly number[]; readonly bytes: Uint8Array };
}

/** Nodes of a TensorFlow graph with a common name prefix. */
export class Graph {
  private readonly byName = new Map<string, GraphNode>();
  /** Shapes of constants, placeholders, reads of variables and outputs of recorded ops. */
  readonly shapes: Map<string, readonly number[]>;
  /** Element types of the same values. */
  readonly types: Map<string, DataType>;

  /** @param from a graph with the same prefix; the new graph starts with its nodes */
  constructor(
    readonly prefix: string,
    from?: Graph,
  ) {
    this.byName = new Map(from?.byName);
    this.shapes = new Map(from?.shapes);
    this.types = new Map(from?.types);
  }

  get nodes(): readonly GraphNode[] {
    return [...this.byName.values()];
  }

  /** Adds a node. Returns its name, which is also the name of its first output. */
  add(op: string, inputs: readonly string[], attributes: readonly Attribute[], label = op): string {
    const name = this.nameOf(label);
    return this.put({ name, op, inputs, attributes });
  }

  node(name: string): GraphNode {
    return this.byName.get(name)!;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Sets the type and shape of a value. */
  describe(value: string, type: DataType, shape: readonly number[]): void {
    this.shapes.set(value, shape);
    this.types.set(value, type);
  }

  constant(type: DataType, shape: readonly number[], bytes: Uint8Array, dependencies: string[] = []): string {
    const name = this.nameOf('Const');
    const dtype = attributes.type('dtype', type);
    this.describe(name, type, shape);
    return this.put({ name, op: 'Const', inputs: dependencies, attributes: [dtype], value: { type, shape, bytes } });
  }

  /** A value that is fed in each run. */
  placeholder(type: DataType, shape: readonly number[]): string {
    const name = this.add('Placeholder', [], [attributes.type('dtype', type), shapeAttribute('shape', shape)], 'input');
    this.describe(name, type, shape);
    return name;
  }

  /** State that TensorFlow keeps between runs. */
  variable(type: DataType, shape: readonly number[]): string {
    const sharedName = `${this.prefix}/variable_${this.byName.size}`;
    const given = [
      attributes.type('dtype', type),
      shapeAttribute('shape', shape),
      attributes.string('shared_name', sharedName),
    ];
    return this.add('VarHandleOp', [], given, 'variable');
  }

  /** Lets a node run after another one. */
  delay(name: string, after: string): void {
    const node = this.byName.get(name)!;
    this.put({ ...node, inputs: [...node.inputs, `^${after}`] });
  }

  /** Adds a node, or replaces that of its name. */
  put(node: GraphNode): string {
    this.byName.set(node.name, node);
    return node.name;
  }

  private nameOf(label: string): string {
    return `${this.prefix}/${label}_${this.byName.size}`;
  }
}

/** How a model's session is opened (`native/session.h`), by TensorFlow's tags. */
export type Tag = 'train' | 'serve' | 'parts';

/** Loads the nodes of `graphs` as one model. Returns the model's number in the binding. */
export function load(graphs: readonly Graph[], tags: readonly Tag[]): number {
  const versions = new messages.VersionDef();
  versions.setProducer(PRODUCER);
  const graph = new messages.GraphDef();
  graph.setNodeList(graphs.flatMap(({ nodes }) => nodes.map(encodeNode)));
  graph.setVersions(versions);
  const info = new messages.MetaGraphDef.MetaInfoDef();
  info.setTagsList([...tags]);
  const metaGraph = new messages.MetaGraphDef();
  metaGraph.setMetaInfoDef(info);
  metaGraph.setGraphDef(graph);
  const model = new messages.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.setMetaGraphsList([metaGraph]);

  // The addon loads models from folders only.
  const folder = mkdtempSync(join(tmpdir(), 'fer-graph-'));
  try {
    mkdirSync(join(folder, 'variables'));
    writeFileSync(join(folder, 'saved_model.pb'), model.serializeBinary());
    return binding().loadSavedModel(folder, tags.join(','));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function encodeNode({ name, op, inputs, attributes: given, value }: GraphNode): NodeDef {
  const node = new messages.NodeDef();
  node.setOp(op);
  node.setName(name);
  node.setInputList([...inputs]);
  for (const attribute of given) node.getAttrMap().set(attribute.name, encode(attribute));
  if (!value) return node;
  const tensor = new messages.Tensor();
  tensor.setDtype(value.type);
  tensor.setTensorShape(shapeMessage(value.shape));
  tensor.setTensorContent(value.bytes);
  const encoded = new messages.AttrValue();
  encoded.setTensor(tensor);
  node.getAttrMap().set('value', encoded);
  return node;
}

function shapeAttribute(name: string, value: readonly number[]): Attribute {
  return { name, type: binding().TF_ATTR_SHAPE, value: [...value] };
}

function shapeMessage(shape: readonly number[]): Message {
  const message = new messages.TensorShape();
  for (const size of shape) {
    const dim = new messages.TensorShape.Dim();
    dim.setSize(size);
    message.addDim(dim);
  }
  return message;
}

function encode({ name, type, value }: Attribute): AttrValue {
  const b = binding();
  const encoded = new messages.AttrValue();
  const list = new messages.AttrValue.ListValue();
  if (type === b.TF_ATTR_SHAPE) encoded.setShape(shapeMessage(value as number[]));
  else if (Array.isArray(value)) {
    if (type === b.TF_ATTR_INT) list.setIList(value as number[]);
    else if (type === b.TF_ATTR_FLOAT) list.setFList(value as number[]);
    else throw new Error(`attribute ${name}: lists of type ${type} are not supported`);
    encoded.setList(list);
  } else if (type === b.TF_ATTR_STRING) encoded.setS(Buffer.from(value as string));
  else if (type === b.TF_ATTR_INT) encoded.setI(value as number);
  else if (type === b.TF_ATTR_FLOAT) encoded.setF(value as number);
  else if (type === b.TF_ATTR_BOOL) encoded.setB(value as boolean);
  else if (type === b.TF_ATTR_TYPE) encoded.setType(value as number);
  else throw new Error(`attribute ${name}: type ${type} is not supported`);
  return encoded;
}
