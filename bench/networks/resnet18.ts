/**
 * ResNet-18 (He et al. 2016, arXiv 1512.03385) with the stem for small images: one 3×3 convolution and no pool.
 * `network=./bench/networks/resnet18.ts` trains it.
 */
import { models, runtime } from '../../lib';

const { layers } = models;

/** The four stages: filters, and the stride of the first block. */
const STAGES = [
  { filters: 64, stride: 1 },
  { filters: 128, stride: 2 },
  { filters: 256, stride: 2 },
  { filters: 512, stride: 2 },
];

/** The network with a description, from which the other libraries build theirs. It contains `projected`, which is not of `lib`. */
export const describedResnet18: models.NetworkBuilder = ({ drop, seed, classes, input_size }) => {
  const [{ filters: first }] = STAGES;
  let channels = first;
  const blocks = STAGES.flatMap(({ filters, stride }, stage) =>
    [stride, 1].flatMap((step, i) => {
      const recipe = basicBlock(`layer${stage + 1}.${i}`, { channels, filters, stride: step });
      channels = filters;
      return recipe;
    }),
  );
  const recipes = [
    ...convolution('conv1', 'bn1', { filters: first, kernel: 3, stride: 1 }),
    layers.relu('relu'),
    ...blocks,
    layers.globalAveragePool('pool'),
    layers.flatten('flatten'),
    layers.dropout('drop', { rate: drop }),
    layers.dense('fc', { units: classes.length }),
  ];
  return models.build('resnet18', [input_size, input_size, 1], recipes, seed);
};

/** The network for `network=`: it is code, since a run could not be opened by a description with a layer of the benches. */
const resnet18: models.NetworkBuilder = (options) => ({ ...describedResnet18(options), description: undefined });
export default resnet18;

type Recipe = ReturnType<typeof layers.relu>;

/** Two convolutions and a shortcut, which is a 1×1 convolution if the shape changes. */
function basicBlock(
  name: string,
  { channels, filters, stride }: { readonly channels: number; readonly filters: number; readonly stride: number },
): Recipe[] {
  const recipes = [
    ...convolution(`${name}.conv1`, `${name}.bn1`, { filters, kernel: 3, stride }),
    layers.relu(`${name}.relu1`),
    ...convolution(`${name}.conv2`, `${name}.bn2`, { filters, kernel: 3, stride: 1 }),
  ];
  const kind = 'basic block';
  const isSame = stride === 1 && channels === filters;
  const sum = isSame
    ? layers.block(name, { kind, recipes, residual: true })
    : projected(
        name,
        recipes,
        convolution(`${name}.downsample.0`, `${name}.downsample.1`, { filters, kernel: 1, stride }),
      );
  return [sum, layers.relu(`${name}.relu2`)];
}

function convolution(
  name: string,
  norm: string,
  options: { readonly filters: number; readonly kernel: number; readonly stride: number },
): Recipe[] {
  return [layers.conv2d(name, options), layers.batchNorm(norm)];
}

/** The sum of two rows of layers with the same input and the same output shape. */
function projected(name: string, recipes: readonly Recipe[], shortcut: readonly Recipe[]): Recipe {
  const recipe: Recipe = (inputShape, initialize) => {
    const rows = [recipes, shortcut].map((row) => layers.chain(inputShape, row, initialize));
    const all = rows.flat();
    return {
      name,
      kind: 'basic block',
      parameters: all.flatMap(({ parameters }) => parameters),
      outputShape: rows[0][rows[0].length - 1].outputShape,
      multiplyAdds: all.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0),
      apply: (x, pass) => {
        const [branch, skip] = rows.map((row) =>
          row.reduce((value, layer) => layers.applyLayer(layer, value, pass), x),
        );
        return runtime.add(branch, skip);
      },
    };
  };
  const options = { recipes: layers.descriptionsOf(recipes), shortcut: layers.descriptionsOf(shortcut) };
  return Object.assign(recipe, { description: { layer: 'projected', name, options } });
}
