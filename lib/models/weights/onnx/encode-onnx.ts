import { INPUT, OUTPUTS, type ServingGraph } from '../serving';
import { encodeModel, type OnnxValue } from './messages';
import { translate } from './operators';
import { Translator } from './translator';

/**
 * An ONNX model with the input `images` `[n, 1, size, size]` and the outputs `logits` and `probabilities`
 * `[n, classes]`.
 *
 * @param metadata the model's properties; `preprocessing` and `classes` describe its input and outputs
 * @throws {InputError} if the network has an op without a translation
 */
export function encodeOnnx(graph: ServingGraph, metadata: Readonly<Record<string, string>>): Uint8Array {
  const to = new Translator(graph);
  for (const node of graph.nodes) translate(to, node);
  const [, height, width, channels] = graph.shapes.get(INPUT)!;
  const input = { name: INPUT, shape: ['n', channels, height, width], description: metadata.preprocessing ?? '' };
  const outputs = OUTPUTS.map((name): OnnxValue => {
    const [, logits] = graph.shapes.get(name)!;
    return { name, shape: ['n', logits], description: metadata.classes ?? '' };
  });
  return encodeModel({ name: 'fer', nodes: to.nodes, tensors: to.tensors, inputs: [input], outputs }, metadata);
}
