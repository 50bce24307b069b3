import { EMOTIONS } from '../../lib/data/dataset';
import { dense, flatten, type LayerRecipe } from '../../lib/models/layers';
import { build, type Network } from '../../lib/models/network';
import { vgg } from '../../lib/models/vgg';
import { tf } from '../../lib/runtime';
import type { Inputs } from '../../lib/saliency/inputs';
import type { Probe } from '../../lib/saliency/probe';
import { PAPER } from '../models/paper';
import { noiseValues } from '../noise';
import { effectOf, moveAsRounded } from '../rounding';

/** Width and pixels of the crops. */
export const CROP = 40;
export const CROP_PIXELS = CROP * CROP;
/** What all inputs of these tests share. */
export const SEEN = { size: CROP, classes: EMOTIONS } as const;

/** The narrow VGG of pytorch_reference.py, with its weights. */
export function referenceNetwork(): Network {
  const network = vgg({ ...PAPER, drop: 0, seed: 0, width: 1 / 8 });
  network.parameters.forEach(({ name, variable }, number) => {
    const [bound, center] = rangeOf(name, variable.shape);
    const values = noiseValues(variable.size, bound, number).map((value) => center + value);
    variable.assign(tf.tensor(values, variable.shape));
  });
  return network;
}

/** The longest sum in that network: 3×3 pixels of 64 channels. */
const SUMMANDS = 9 * 64;

/** Relative error that rounding may cause in a map that is computed from the reference network. */
export async function mapTolerance(probed: Probe, map: () => Float32Array | Promise<Float32Array>): Promise<number> {
  const expected = await map();
  const variables = probed.network.parameters.map(({ variable }) => variable);
  const restore = moveAsRounded(variables, SUMMANDS);
  probed.push();
  const moved = await map();
  restore();
  probed.push();
  return effectOf([moved], [expected], SUMMANDS);
}

/** Logits that are weighted sums of the pixels: every method's result can be computed by hand. */
export function linearNetwork(weightOf: (pixel: number, label: number) => number): Network {
  const recipes: LayerRecipe[] = [flatten('flatten'), dense('lin', { units: 7 })];
  const network = build('linear', [CROP, CROP, 1], recipes, 0);
  const [weight, bias] = network.parameters;
  const values = Float32Array.from({ length: CROP_PIXELS * 7 }, (_, k) => weightOf(Math.floor(k / 7), k % 7));
  weight.variable.assign(tf.tensor(values, weight.variable.shape));
  bias.variable.assign(tf.zeros(bias.variable.shape));
  return network;
}

/** Gray noise, the same for the same number. */
export function noiseCrops(n: number, number = 0): Inputs {
  const pixels = Uint8Array.from(noiseValues(n * CROP_PIXELS, 127, number), (value) => Math.round(128 + value));
  return { ...SEEN, pixels, labels: Uint8Array.from({ length: n }, (_, i) => i % 7) };
}

/** Bound and centre of a parameter's values. */
function rangeOf(name: string, shape: readonly number[]): [bound: number, center: number] {
  if (name.endsWith('running_mean')) return [0.1, 0];
  if (name.endsWith('running_var')) return [0.5, 1];
  if (name.startsWith('bn')) return name.endsWith('weight') ? [0.5, 1] : [0.2, 0];
  if (name.endsWith('bias')) return [0.1, 0];
  const fanIn = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  return [(name.startsWith('conv') ? 3 : 2) / Math.sqrt(fanIn), 0];
}
