import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';

/** The examples of docs/your-own.md by file name: one of each kind, as a user writes it outside `lib/`. */
export function documented(): Record<string, string> {
  const text = readFileSync(join(ROOT, 'docs', 'your-own.md'), 'utf8');
  const blocks = [...text.matchAll(/```ts\n\/\/ my_(\w+\.ts)\n([\s\S]*?)```/g)];
  return Object.fromEntries(blocks.map(([, name, code]) => [name, code]));
}

const FILES = {
  // In two files, whose layers a test can change.
  'network.ts': `
    import { models } from 'lib';
    import { filters } from './size';
    const { batchNorm, conv2d, dense, dropout, flatten, maxPool, relu } = models.layers;

    const network: models.NetworkBuilder = ({ drop, seed }) =>
      models.build('tiny', [40, 40, 1], [
        maxPool('pool0'), conv2d('conv1', { filters }), batchNorm('bn1'), relu('relu1'), maxPool('pool1'),
        flatten('flatten'), dropout('drop', { rate: drop }), dense('lin', { units: 7 }),
      ], seed);
    export default network;`,
  'size.ts': 'export const filters = 4;',
  // A custom layer: code without a description.
  'coded.ts': `
    import { models, runtime } from 'lib';
    const { layers } = models;

    const halves: models.layers.LayerRecipe = (outputShape) => ({
      name: 'halves', kind: 'halves', parameters: [], outputShape, multiplyAdds: 0,
      apply: (x) => runtime.tf.mul(x, 0.5),
    });
    const network: models.NetworkBuilder = ({ seed }) =>
      models.build('coded', [40, 40, 1], [halves, layers.maxPool('pool'), layers.flatten('flatten'), layers.dense('lin', { units: 7 })], seed);
    export default network;`,
};

const DOCUMENTED = ['optimizer.ts', 'schedule.ts', 'loss.ts', 'augment.ts', 'method.ts', 'figure.ts'] as const;
type OwnFile = keyof typeof FILES | (typeof DOCUMENTED)[number];

/** Writes one of each kind to a folder; returns the paths by name. */
export function writeOwnFiles(folder: string): Record<OwnFile, string> {
  mkdirSync(folder, { recursive: true });
  const files: Record<string, string> = { ...documented(), ...FILES };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return Object.fromEntries(Object.keys(files).map((name) => [name, join(folder, name)])) as Record<OwnFile, string>;
}
