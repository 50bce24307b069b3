import type { Network } from '../network';
import { toStateDict } from './exchange';
import { encodeOnnx } from './onnx/encode-onnx';
import { encodeStateDict } from './pytorch/write';
import { encodeSafetensors } from './safetensors';
import { servingGraph } from './serving';
import { encodeTfjs } from './tfjs/encode-tfjs';

/** An export format. */
export interface ExportFormat {
  /** The files, by their paths. */
  encode(
    network: Network,
    name: string,
    /** Width of the whole images that a graph takes, in pixels. */
    size: number,
    metadata: Readonly<Record<string, string>>,
  ): Record<string, Uint8Array | string>;
  /** Description of the files in the model card. */
  files(name: string, size: number): string;
  /** Lines of code that load the files. */
  use(name: string): readonly string[];
}

/** The formats, by the values of `format=`. */
export const FORMATS: Readonly<Record<string, ExportFormat>> = {
  safetensors: {
    encode: (network, name, _, metadata) => ({
      [`${name}.safetensors`]: encodeSafetensors(stateDict(network), { format: 'pt', ...metadata }),
    }),
    files: (name) => `\`${name}.safetensors\`, a state dict in PyTorch's layout`,
    use: (name) => [
      'from safetensors.torch import load_file',
      `network.load_state_dict(load_file("${name}.safetensors"))`,
    ],
  },
  onnx: {
    encode: (network, name, size, metadata) => ({
      [`${name}.onnx`]: encodeOnnx(servingGraph(network, size), metadata),
    }),
    files: (name, size) => `\`${name}.onnx\`, images \`[n, 1, ${size}, ${size}]\``,
    use: (name) => [
      'import onnxruntime',
      `session = onnxruntime.InferenceSession("${name}.onnx")`,
      'logits, probabilities = session.run(None, {"images": images})',
    ],
  },
  tfjs: {
    encode: (network, _, size, metadata) => {
      const files = Object.entries(encodeTfjs(servingGraph(network, size), metadata));
      return Object.fromEntries(files.map(([file, content]) => [`tfjs/${file}`, content]));
    },
    files: (_, size) => `\`tfjs/\`, a graph model for browsers and Node, images \`[n, ${size}, ${size}, 1]\``,
    use: () => [
      'const model = await tf.loadGraphModel("tfjs/model.json");',
      "const probabilities = model.execute(images, 'probabilities');",
    ],
  },
  pytorch: {
    encode: (network, name) => ({ [`${name}.pth`]: encodeStateDict(stateDict(network)) }),
    files: (name) => `\`${name}.pth\`, a state dict of PyTorch`,
    use: (name) => [`network.load_state_dict(torch.load("${name}.pth", weights_only=True))`],
  },
};

/** The study's PyTorch code expects biases in the convolutions of its VGG; timm's EfficientNet has none. */
function stateDict(network: Network) {
  return toStateDict(network, { biases: network.name === 'vgg' });
}
