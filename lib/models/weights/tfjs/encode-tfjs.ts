import { DataType, nodeJson, shapeJson, typeName } from '../../../runtime';
import { type Constant, INPUT, OUTPUTS, type ServingGraph } from '../serving';

/** Bytes per file of weights: the size used by TensorFlow's converter, which browsers cache well. */
const SHARD = 4 * 2 ** 20;
/** GraphDef version of the recorded ops. */
const PRODUCER = 1882;

/**
 * A graph model for tfjs's `loadGraphModel`: `model.json`, and files of weights.
 *
 * @param metadata text for `model.userDefinedMetadata`
 * @returns the files by their names
 */
export function encodeTfjs(graph: ServingGraph, metadata: Readonly<Record<string, string>>) {
  const constants = [...graph.constants];
  const weights = Buffer.concat(constants.map(([, { bytes }]) => bytes));
  const shards = Math.ceil(weights.length / SHARD);
  const paths = Array.from({ length: shards }, (_, i) => `group1-shard${i + 1}of${shards}.bin`);
  const model = {
    format: 'graph-model',
    generatedBy: 'fer-lab',
    convertedBy: null,
    signature: { inputs: tensors(graph, [INPUT]), outputs: tensors(graph, OUTPUTS) },
    userDefinedMetadata: metadata,
    modelTopology: {
      node: [
        inputNode(graph),
        ...constants.map(([name, constant]) => constantNode(name, constant)),
        ...graph.nodes.map(nodeJson),
      ],
      library: {},
      versions: { producer: PRODUCER },
    },
    weightsManifest: [{ paths, weights: constants.map(([name, constant]) => weightEntry(name, constant)) }],
  };
  const files = paths.map((path, i): [string, Uint8Array] => [path, weights.subarray(i * SHARD, (i + 1) * SHARD)]);
  return { 'model.json': `${JSON.stringify(model)}\n`, ...Object.fromEntries(files) };
}

function inputNode({ shapes }: ServingGraph) {
  const attr = { dtype: { type: 'DT_FLOAT' }, shape: { shape: shapeJson(shapes.get(INPUT)!) } };
  return { name: INPUT, op: 'Placeholder', input: [], attr };
}

function constantNode(name: string, { type, shape }: Constant) {
  const dtype = typeName(type);
  const value = { tensor: { dtype, tensorShape: shapeJson(shape) } };
  return { name, op: 'Const', input: [], attr: { dtype: { type: dtype }, value } };
}

function weightEntry(name: string, { type, shape }: Constant) {
  return { name, shape, dtype: type === DataType.int32 ? 'int32' : 'float32' };
}

function tensors({ shapes }: ServingGraph, names: readonly string[]) {
  const entry = (name: string) => ({ name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape: shapeJson(shapes.get(name)!) });
  return Object.fromEntries(names.map((name) => [name, entry(name)]));
}
