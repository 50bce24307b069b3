import type { Network } from '../models/network';
import { inputSize, logitCount } from '../models/sizes';
import { Program, type Tensor, tf } from '../runtime';
import { BATCH_SIZES } from './batch';
import { type LayerOutput, spatialLayer } from './layer-output';

/**
 * A trained network for repeated computations on batches of images. Images are gray values 0–1, `[n, size, size]` with
 * n ≤ `MOST`; a target is a row of weights on the logits, `[n, classes]`.
 */
export interface Probe {
  readonly network: Network;
  /** Width of the network's input and its number of pixels. */
  readonly size: number;
  readonly area: number;
  /** Number of logits. */
  readonly classes: number;
  /** Every layer in the order of the forward pass, including those inside blocks. */
  readonly layers: readonly LayerOutput[];
  /** `[n, classes]`. */
  logits(images: Float32Array): Float32Array;
  /** The gradient of each image's target by its pixels, `[n, size, size]`. Without weights, of its largest logit. */
  gradients(images: Float32Array, weights?: Float32Array): { gradients: Float32Array; logits: Float32Array };
  /** Grad-CAM at a layer, `[n, height, width]` of that layer. */
  cam(layer: string, images: Float32Array, weights: Float32Array): Float32Array;
  /** Copies the network's weights to the captured programs after they were changed. */
  push(): void;
  /** Frees the captured programs but not the network. */
  dispose(): void;
}

/** Prepares a network for repeated computations: the first call of a kind captures a program, later calls replay it. */
export function probe(network: Network): Probe {
  const layers = outputsOf(network);
  const [size, classes] = [inputSize(network), logitCount(network)];
  const area = size ** 2;
  const cams = layers.map(({ name }, place) => [`cam_${place}`, camBody(network, name)] as const);
  const program = new Program<string>(
    network.parameters.map(({ variable }) => variable),
    {
      logits: (images) => [network.forward(images, { training: false })],
      gradients: (images, weights) => gradientsAndLogits(network, images, (y) => tf.mul(y, weights)),
      largest: (images) => gradientsAndLogits(network, images, (y) => tf.max(y, 1)),
      ...Object.fromEntries(cams),
    },
  );
  function ask(name: string, images: Float32Array, weights?: Float32Array): Float32Array[] {
    const n = images.length / area;
    const batch = BATCH_SIZES.find((candidate) => candidate >= n)!;
    const inputs: Tensor[] = [tf.tensor4d(padded(images, batch * area), [batch, size, size, 1])];
    if (weights) inputs.push(tf.tensor2d(padded(weights, batch * classes), [batch, classes]));
    return program.read(name, inputs).map((values) => values.slice(0, (values.length / batch) * n));
  }
  return {
    network,
    size,
    area,
    classes,
    layers,
    logits: (images) => ask('logits', images)[0],
    gradients(images, weights) {
      const [gradients, logits] = weights ? ask('gradients', images, weights) : ask('largest', images);
      return { gradients, logits };
    },
    cam(layer, images, weights) {
      const place = layers.indexOf(spatialLayer({ network, layers }, layer));
      return ask(`cam_${place}`, images, weights)[0];
    },
    push: () => program.push(),
    dispose: () => program.dispose(),
  };
}

function outputsOf(network: Network): LayerOutput[] {
  const layers: LayerOutput[] = [];
  tf.tidy(() => {
    const tap = (name: string, output: Tensor) => {
      layers.push({ name, shape: output.shape.slice(1) });
      return output;
    };
    network.forward(tf.zeros([1, ...network.inputShape]), { training: false, tap });
  });
  return layers;
}

function gradientsAndLogits(network: Network, images: Tensor, objective: (logits: Tensor) => Tensor): Tensor[] {
  let logits: Tensor | undefined;
  try {
    const gradients = tf.grad((x) => {
      logits = tf.keep(network.forward(x, { training: false }));
      return tf.sum(objective(logits));
    })(images);
    return [gradients, logits!.clone()];
  } finally {
    logits?.dispose(); // kept, so that no tidy frees it
  }
}

/**
 * The positive part of the sum of the layer's channels, each weighted by the target's mean gradient over it (Selvaraju
 * et al. 2017, arXiv 1610.02391). The second pass replaces the layer's output by the first pass's activation; the ops
 * before it are unused there, and the captured graph omits them.
 */
function camBody(network: Network, layer: string) {
  return (images: Tensor, weights: Tensor): Tensor[] => {
    const activation = outputAt(network, layer, images);
    const gradient = tf.grad((output) => {
      const tap = (name: string, own: Tensor) => (name === layer ? output : own);
      return tf.sum(tf.mul(network.forward(images, { training: false, tap }), weights));
    })(activation);
    const map = tf.sum(tf.mul(activation, tf.mean(gradient, [1, 2], true)), 3);
    return [tf.relu(map)];
  };
}

function outputAt(network: Network, layer: string, images: Tensor): Tensor {
  let found: Tensor | undefined;
  const tap = (name: string, output: Tensor) => {
    if (name === layer) found = output;
    return output;
  };
  network.forward(images, { training: false, tap });
  return found!;
}

function padded(values: Float32Array, length: number): Float32Array {
  if (values.length === length) return values;
  const full = new Float32Array(length);
  full.set(values);
  return full;
}
