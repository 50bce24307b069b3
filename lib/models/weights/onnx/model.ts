import { EMOTIONS } from '../../../data/dataset';
import { INPUT, OUTPUTS, PREPROCESSING, type ServingGraph } from '../serving';
import { encodeModel, type OnnxValue } from './messages';
import { translate } from './operators';
import { Translator } from './translator';

/**
 * An ONNX model with the input `images` `[n, 1, 48, 48]` and the outputs `logits` and `probabilities` `[n, 7]`.
 *
 * @param metadata text stored as the model's properties
 * @throws {InputError} if the network has an op without a translation
 */
export function encodeOnnx(graph: ServingGraph, metadata: Readonly<Record<string, string>>): Uint8Array {
  const to = new Translator(graph);
  for (const node of graph.nodes) translate(to, node);
  const [, height, width, channels] = graph.shapes.get(INPUT)!;
  const input = { name: INPUT, shape: ['n', channels, height, width], description: PREPROCESSING };
  const outputs = OUTPUTS.map(
    (name): OnnxValue => ({ name, shape: ['n', EMOTIONS.length], description: EMOTIONS.join(', ') }),
  );
  return encodeModel({ name: 'fer', nodes: to.nodes, tensors: to.tensors, inputs: [input], outputs }, metadata);
}
