/**
 * The protocol buffers of TensorFlow's graphs as tfjs-node ships them (`graph.proto`, `saved_model.proto`): types for
 * the setters that this project uses.
 */
export interface Message {
  serializeBinary(): Uint8Array;
}

export interface AttrValue extends Message {
  setS(bytes: Uint8Array): void;
  setI(value: number): void;
  setF(value: number): void;
  setB(value: boolean): void;
  setType(value: number): void;
  setShape(shape: Message): void;
  setTensor(tensor: Message): void;
  setList(list: Message): void;
}

export interface NodeDef extends Message {
  setName(name: string): void;
  setOp(op: string): void;
  setInputList(inputs: string[]): void;
  getAttrMap(): { set(name: string, value: AttrValue): void };
}

interface Messages {
  AttrValue: { new (): AttrValue; ListValue: new () => Message & Lists };
  NodeDef: new () => NodeDef;
  Tensor: new () => Message & {
    setDtype(type: number): void;
    setTensorShape(shape: Message): void;
    setTensorContent(bytes: Uint8Array): void;
  };
  TensorShape: {
    new (): Message & { addDim(dim: Message): void };
    Dim: new () => Message & { setSize(n: number): void };
  };
  VersionDef: new () => Message & { setProducer(version: number): void };
  GraphDef: new () => Message & { setNodeList(nodes: NodeDef[]): void; setVersions(versions: Message): void };
  MetaGraphDef: {
    new (): Message & { setMetaInfoDef(info: Message): void; setGraphDef(graph: Message): void };
    MetaInfoDef: new () => Message & { setTagsList(tags: string[]): void };
  };
  SavedModel: new () => Message & {
    setSavedModelSchemaVersion(version: number): void;
    setMetaGraphsList(graphs: Message[]): void;
  };
}

interface Lists {
  setIList(values: number[]): void;
  setFList(values: number[]): void;
}

export const messages: Messages = require('@tensorflow/tfjs-node-gpu/dist/proto/api_pb');
