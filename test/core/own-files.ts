import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One of each kind as a user writes it, in a folder of its own, outside `lib/`. */
const FILES = {
  'network.ts': `
    import { build, layers, type NetworkBuilder } from 'lib';
    import { filters } from './size';
    const { batchNorm, conv2d, dense, dropout, flatten, maxPool, relu } = layers;

    const network: NetworkBuilder = ({ drop, seed }) =>
      build('tiny', [40, 40, 1], [
        maxPool('pool0'), conv2d('conv1', { filters }), batchNorm('bn1'), relu('relu1'), maxPool('pool1'),
        flatten('flatten'), dropout('drop', { rate: drop }), dense('lin', { units: 7 }),
      ], seed);
    export default network;`,
  'size.ts': 'export const filters = 4;',
  // A layer of its own: code, which no description holds.
  'coded.ts': `
    import { build, layers, runtime, type NetworkBuilder } from 'lib';

    const halves: layers.LayerRecipe = (outputShape) => ({
      name: 'halves', kind: 'halves', parameters: [], outputShape, multiplyAdds: 0,
      apply: (x) => runtime.tf.mul(x, 0.5),
    });
    const network: NetworkBuilder = ({ seed }) =>
      build('coded', [40, 40, 1], [halves, layers.maxPool('pool'), layers.flatten('flatten'), layers.dense('lin', { units: 7 })], seed);
    export default network;`,
  // Lion: Chen et al. 2023, arXiv 2302.06675.
  'optimizer.ts': `
    import { decayOf, type OptimizerMaker, runtime, slotsFor } from 'lib';
    const { applyGradientDescent, tf } = runtime;

    const lion: OptimizerMaker = (parameters, options) => {
      const means = slotsFor(parameters, 'mean');
      return {
        slots: means,
        step: (gradients, { rate, momentum }) => parameters.forEach(({ variable }, i) => {
          const mean = means[i].variable;
          const blend = tf.add(tf.mul(mean, momentum), tf.mul(gradients[i], tf.sub(1, momentum)));
          const decay = tf.mul(variable, decayOf(variable, options));
          applyGradientDescent(variable, tf.add(tf.sign(blend), decay), rate);
          mean.assign(tf.add(tf.mul(mean, 0.99), tf.mul(gradients[i], 0.01)));
        }),
      };
    };
    export default lion;`,
  'schedule.ts': `
    import type { Schedule } from 'lib';

    const halving: Schedule = ({ history }, { learningRate }) => learningRate / 2 ** history.length;
    export default halving;`,
  // Focal loss: Lin et al. 2017, arXiv 1708.02002.
  'loss.ts': `
    import { type Loss, runtime } from 'lib';
    const { tf } = runtime;

    const focal: Loss = (logits, targets) => {
      const probabilities = tf.softmax(logits);
      const missing = tf.square(tf.sub(1, probabilities));
      return tf.neg(tf.sum(tf.mul(tf.mul(targets, missing), tf.log(tf.add(probabilities, 1e-7))), 1));
    };
    export default focal;`,
  'augment.ts': `
    import type { AugmentOptions } from 'lib';

    const turned: AugmentOptions = { area: [1, 1], aspect: [1, 1], translate: 0, rotate: 30, erase: 0 };
    export default turned;`,
  'method.ts': `
    import type { SaliencyMethod } from 'lib';

    const power: SaliencyMethod<{ readonly exponent?: number }> = {
      label: 'Gradient to a power',
      heat: 'positive',
      passes: 'one',
      sums: false,
      options: { exponent: { default: 2, check: (value) => (Number(value) > 0 ? undefined : 'must be a number > 0') } },
      explain: async ({ probe, images, weights }, { exponent }) =>
        probe.gradients(images, weights).gradients.map((slope) => Math.abs(slope) ** exponent),
    };
    export default power;`,
} as const;

export type OwnFile = keyof typeof FILES;

/** Writes the files; returns their paths by name. */
export function writeOwnFiles(folder: string): Record<OwnFile, string> {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
  return Object.fromEntries(Object.keys(FILES).map((name) => [name, join(folder, name)])) as Record<OwnFile, string>;
}
