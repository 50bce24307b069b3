import {
  batchNorm,
  block,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  dropPath,
  flatten,
  globalAveragePool,
  type LayerRecipe,
  repeatChannel,
  squeezeExcite,
  swish,
} from './layers';
import { build, type Network } from './network';
import type { NetworkOptions } from './network-options';

/** Width and depth factors of the variants relative to B0. */
const VARIANTS = {
  b0: { width: 1, depth: 1 },
  b3: { width: 1.2, depth: 1.4 },
} as const;

/**
 * The stages of B0. A stage is a row of equal blocks, of which the first strides and changes the number of channels.
 */
const STAGES = [
  { expand: 1, filters: 16, blocks: 1, stride: 1, kernel: 3 },
  { expand: 6, filters: 24, blocks: 2, stride: 2, kernel: 3 },
  { expand: 6, filters: 40, blocks: 2, stride: 2, kernel: 5 },
  { expand: 6, filters: 80, blocks: 3, stride: 2, kernel: 3 },
  { expand: 6, filters: 112, blocks: 3, stride: 1, kernel: 5 },
  { expand: 6, filters: 192, blocks: 4, stride: 2, kernel: 5 },
  { expand: 6, filters: 320, blocks: 1, stride: 1, kernel: 3 },
] as const;

/** `drop` acts before the last layer; timm recommends 0.2 (B0) and 0.3 (B3). */
export interface EfficientNetOptions extends NetworkOptions {
  /**
   * Probability of dropping the last block's contribution to an image, in [0, 1); it decreases linearly towards the
   * first block. The default is that of the authors and of timm.
   * @default 0.2
   */
  readonly dropPath?: number;
  /** @default 'b3' */
  readonly variant?: keyof typeof VARIANTS;
  /** Fraction of the variant's channels, for experiments and tests. @default 1 */
  readonly width?: number;
}

/**
 * EfficientNet (Tan & Le 2019, arXiv 1905.11946) like timm's `tf_efficientnet_b3_ns` and `_b0_ns`: TensorFlow's
 * padding, ε = 10⁻³ and PyTorch's momentum of 0.1. Input: gray images, repeated to three channels. The authors' input
 * is 224×224 (B0) and 300×300 (B3), the study's 40×40; every size has the same parameters, with timm's names.
 */
export function efficientnet(options: EfficientNetOptions): Network {
  const { drop, seed, classes, input_size, dropPath: rate = 0.2, variant = 'b3', width = 1 } = options;
  const { depth } = VARIANTS[variant];
  const filtersOf = (filters: number) => rounded(filters * VARIANTS[variant].width * width);
  const repeats = STAGES.map(({ blocks }) => Math.ceil(blocks * depth));
  const total = repeats.reduce((a, b) => a + b);
  let channels = filtersOf(32);
  let made = 0;
  const blocks = STAGES.flatMap(({ expand, filters, stride, kernel }, stage) =>
    Array.from({ length: repeats[stage] }, (_, i) => {
      const recipe = invertedResidual(`blocks.${stage}.${i}`, {
        channels,
        expand,
        kernel,
        stride: i === 0 ? stride : 1,
        filters: filtersOf(filters),
        dropPath: (rate * made++) / total,
      });
      channels = filtersOf(filters);
      return recipe;
    }),
  );
  const recipes = [
    repeatChannel('colour', 3),
    ...convolution('conv_stem', 'bn1', { filters: filtersOf(32), kernel: 3, stride: 2 }),
    swish('swish1'),
    ...blocks,
    ...convolution('conv_head', 'bn2', { filters: filtersOf(1280), kernel: 1 }),
    swish('swish2'),
    globalAveragePool('global_pool'),
    flatten('flatten'),
    dropout('drop', { rate: drop }),
    dense('classifier', { units: classes.length, scheme: 'efficientnet' }),
  ];
  return build(
    variant === 'b3' ? 'efficientnet' : `efficientnet_${variant}`,
    [input_size, input_size, 1],
    recipes,
    seed,
  );
}

interface BlockShape {
  readonly channels: number;
  readonly expand: number;
  readonly kernel: number;
  readonly stride: number;
  readonly filters: number;
  readonly dropPath: number;
}

/**
 * Expands the channels, filters each of them, weights them by squeeze-and-excitation, and projects them to fewer
 * (MBConv).
 */
function invertedResidual(name: string, shape: BlockShape): LayerRecipe {
  const { channels, expand, kernel, stride, filters } = shape;
  const expands = expand > 1;
  const [filtering, projection, projecting] = expands ? ['bn2', 'conv_pwl', 'bn3'] : ['bn1', 'conv_pw', 'bn2'];
  const part = (label: string) => `${name}.${label}`;
  const expansion = [
    ...convolution(part('conv_pw'), part('bn1'), { filters: channels * expand, kernel: 1 }),
    swish(part('swish1')),
  ];
  const residual = stride === 1 && channels === filters;
  return block(name, {
    kind: `MBConv${expand} ${kernel}×${kernel}`,
    residual,
    recipes: [
      ...(expands ? expansion : []),
      depthwiseConv2d(part('conv_dw'), { kernel, stride, scheme: 'efficientnet' }),
      normalization(part(filtering)),
      swish(part('swish2')),
      squeezeExcite(part('se'), { reduced: Math.round(channels / 4), scheme: 'efficientnet' }),
      ...convolution(part(projection), part(projecting), { filters, kernel: 1 }),
      ...(residual ? [dropPath(part('drop_path'), { rate: shape.dropPath })] : []),
    ],
  });
}

function convolution(
  name: string,
  norm: string,
  options: { readonly filters: number; readonly kernel: number; readonly stride?: number },
): LayerRecipe[] {
  return [conv2d(name, { ...options, scheme: 'efficientnet' }), normalization(norm)];
}

const normalization = (name: string) => batchNorm(name, { epsilon: 1e-3 });

/** Rounds to the nearest multiple of 8, at least 8, but to no more than 10 % below. */
function rounded(filters: number): number {
  const nearest = Math.max(8, Math.floor(filters / 8 + 0.5) * 8);
  return nearest < 0.9 * filters ? nearest + 8 : nearest;
}
