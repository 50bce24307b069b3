/**
 * `narrow_vgg` behind a fixed layer that whitens patches of 3×3 pixels, for the ablation in this folder's README:
 * `npm run train -- network=./results/whitened.ts recipe=fast`.
 */
import { models, runtime } from 'lib';

/**
 * The eigenvectors of the covariance of 3×3 patches in FER2013's training images (values 0–1, every seventh image), each
 * divided by the root of its variance + 0.0005: a row per pixel, a column per output.
 */
const FILTERS = [
  [6.54, 6.75, 7.31, 1.18, 4.35, -6.76, 2.69, -2.44, 0.46],
  [-10.99, 0.72, -12.16, 7.09, -3.58, -0.11, 3.08, -0, 0.48],
  [6.49, -7.5, 6.57, 1.58, 4.54, 6.61, 2.71, 2.43, 0.46],
  [-10.76, -12.68, -0.58, -8.19, 0.36, 0.12, 0, -2.73, 0.47],
  [17.63, 0, -0.08, -3.14, -10.58, 0.2, -0.01, 0, 0.49],
  [-10.75, 12.67, 0.77, -8.19, 0.37, 0.2, -0, 2.73, 0.47],
  [6.41, 7.43, -6.58, 1.51, 4.59, 6.61, -2.7, -2.45, 0.46],
  [-10.85, -0.7, 12.07, 7.17, -3.62, -0.11, -3.1, 0, 0.48],
  [6.46, -6.68, -7.32, 1.12, 4.4, -6.75, -2.69, 2.46, 0.46],
];

const whiten: models.layers.LayerRecipe = ([height, width]) => ({
  name: 'whiten',
  kind: 'whitening 3×3',
  parameters: [],
  outputShape: [height, width, FILTERS.length],
  multiplyAdds: height * width * FILTERS.flat().length,
  apply: (x) => runtime.conv2d(x, runtime.tf.tensor(FILTERS.flat(), [3, 3, 1, FILTERS.length])),
});

const { batchNorm, conv2d, dense, dropout, flatten, globalAveragePool, maxPool, relu } = models.layers;

const network: models.NetworkBuilder = ({ drop, seed, classes, input_size }) => {
  const convolution = (name: string, filters: number, pool = false) => [
    conv2d(`conv${name}`, { filters }),
    ...(pool ? [maxPool(`pool${name}`)] : []),
    batchNorm(`bn${name}`),
    relu(`relu${name}`),
  ];
  const recipes = [
    whiten,
    ...convolution('0', 32),
    ...[64, 128, 256].flatMap((filters, i) => [
      ...convolution(`${i + 1}a`, filters, true),
      ...convolution(`${i + 1}b`, filters),
      dropout(`drop${i + 1}`, { rate: drop }),
    ]),
    ...convolution('4', 512),
    globalAveragePool('pool'),
    flatten('flatten'),
    dropout('drop4', { rate: drop }),
    dense('lin', { units: classes.length }),
  ];
  return models.build('whitened', [input_size, input_size, 1], recipes, seed);
};
export default network;
