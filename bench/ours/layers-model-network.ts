import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import type { LayerDescription } from '../../lib/models/layers';
import { tf } from '../../lib/runtime';

interface Stored {
  readonly inputShape: number[];
  readonly layers: readonly LayerDescription[];
  readonly parameters: readonly { readonly name: string; readonly shape: number[] }[];
}

/** Options of the layers in a description, those that a layer has. */
interface Options {
  readonly filters: number;
  readonly kernel?: number;
  readonly stride?: number;
  readonly epsilon?: number;
  readonly momentum?: number;
  readonly units: number;
  readonly rate: number;
  readonly reduced: number;
  readonly residual: boolean;
  readonly recipes: readonly LayerDescription[];
  readonly shortcut: readonly LayerDescription[];
}

type TfjsLayer = InstanceType<typeof tf.layers.Layer>;
type Make = (name: string, options: Options, x: SymbolicTensor) => SymbolicTensor;

/**
 * Weight decay of 1e-4 on every weight, as an L2 penalty because tfjs's optimizers lack decay: its gradient is twice
 * its factor.
 */
const l2 = tf.regularizers.l2({ l2: 0.5e-4 });
const decayed = { kernelRegularizer: l2, biasRegularizer: l2 };
const padded = { padding: 'same', useBias: false } as const;

/** The network that `writeNetwork` wrote to a folder, with its weights. */
export function layersModel(folder: string): { readonly model: LayersModel; readonly inputSize: number } {
  const stored: Stored = JSON.parse(readFileSync(join(folder, 'network.json'), 'utf8'));
  const weights: [TfjsLayer, string[]][] = [];
  const input = tf.input({ shape: stored.inputShape });
  const output = row(stored.layers, input, makers(weights));
  const model = tf.model({ inputs: input, outputs: output });
  const values = readWeights(folder, stored);
  for (const [layer, names] of weights) layer.setWeights(names.map((name) => values.get(name)!));
  return { model, inputSize: stored.inputShape[0] };
}

function row(parts: readonly LayerDescription[], x: SymbolicTensor, make: Readonly<Record<string, Make>>) {
  return parts.reduce((value, { layer, name, options }) => make[layer](name, (options ?? {}) as Options, value), x);
}

/** How to make each layer. `weights` receives the layers with weights, and the names of these. */
function makers(weights: [TfjsLayer, string[]][]): Readonly<Record<string, Make>> {
  const apply = (layer: TfjsLayer, x: SymbolicTensor | SymbolicTensor[]) => layer.apply(x) as SymbolicTensor;
  const weighted = (layer: TfjsLayer, x: SymbolicTensor, ...names: string[]) => {
    weights.push([layer, names]);
    return apply(layer, x);
  };
  const average: Make = (_name, _options, x) => {
    const mean = apply(tf.layers.globalAveragePooling2d({}), x);
    return apply(tf.layers.reshape({ targetShape: [1, 1, x.shape[3]!] }), mean);
  };
  const make: Record<string, Make> = {
    conv2d: (name, { filters, kernel = 3, stride = 1 }, x) => {
      const sizes = { filters, kernelSize: kernel, strides: stride };
      return weighted(tf.layers.conv2d({ ...sizes, ...padded, ...decayed }), x, `${name}.weight`);
    },
    depthwiseConv2d: (name, { kernel = 3, stride = 1 }, x) => {
      const sizes = { kernelSize: kernel, strides: stride, depthwiseRegularizer: l2 };
      return weighted(tf.layers.depthwiseConv2d({ ...sizes, ...padded } as never), x, `${name}.weight`);
    },
    batchNorm: (name, { epsilon = 1e-5, momentum = 0.1 }, x) => {
      const norm = { epsilon, momentum: 1 - momentum, betaRegularizer: l2, gammaRegularizer: l2 };
      const parts = ['weight', 'bias', 'running_mean', 'running_var'].map((part) => `${name}.${part}`);
      return weighted(tf.layers.batchNormalization(norm), x, ...parts);
    },
    relu: (_name, _options, x) => apply(tf.layers.activation({ activation: 'relu' }), x),
    swish: (_name, _options, x) => apply(tf.layers.activation({ activation: 'swish' }), x),
    maxPool: (_name, _options, x) => apply(tf.layers.maxPooling2d({ poolSize: 2 }), x),
    globalAveragePool: average,
    flatten: (_name, _options, x) => apply(tf.layers.flatten(), x),
    dense: (name, { units }, x) =>
      weighted(tf.layers.dense({ units, ...decayed }), x, `${name}.weight`, `${name}.bias`),
    dropout: (_name, { rate }, x) => apply(tf.layers.dropout({ rate }), x),
    dropPath: (_name, { rate }, x) =>
      // null is the size of the batch.
      apply(tf.layers.dropout({ rate, noiseShape: [null, 1, 1, 1] as unknown as number[] }), x),
    repeatChannel: (_name, times, x) =>
      apply(
        tf.layers.concatenate(),
        Array.from({ length: Number(times) }, () => x),
      ),
    squeezeExcite: (name, { reduced }, x) => {
      const point = (part: string, filters: number, activation: 'swish' | 'sigmoid', y: SymbolicTensor) => {
        const layer = tf.layers.conv2d({ filters, kernelSize: 1, activation, ...decayed });
        return weighted(layer, y, `${name}.${part}.weight`, `${name}.${part}.bias`);
      };
      const squeezed = point('conv_reduce', reduced, 'swish', average(name, {} as Options, x));
      return apply(tf.layers.multiply(), [x, point('conv_expand', x.shape[3]!, 'sigmoid', squeezed)]);
    },
    block: (_name, { recipes, residual }, x) => {
      const y = row(recipes, x, make);
      return residual ? apply(tf.layers.add(), [x, y]) : y;
    },
    projected: (_name, { recipes, shortcut }, x) =>
      apply(tf.layers.add(), [row(recipes, x, make), row(shortcut, x, make)]),
  };
  return make;
}

function readWeights(folder: string, { parameters }: Stored) {
  const bytes = readFileSync(join(folder, 'weights.bin'));
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let at = 0;
  return new Map(
    parameters.map(({ name, shape }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      at += size;
      return [name, tf.tensor(all.slice(at - size, at), shape)];
    }),
  );
}
