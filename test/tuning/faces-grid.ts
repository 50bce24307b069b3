/**
 * Made faces-grid.json: a grid of 14 settings on the drawn faces, with the validation accuracy of every epoch. Some ten
 * minutes on two cores: node --require ./scripts/system/register-typescript.cjs test/tuning/faces-grid.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawFaces } from '../../lib/data/faces';
import { batchNorm, conv2d, dense, dropout, flatten, maxPool, relu } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { defineNetwork } from '../../lib/models/registry';
import { choice } from '../../lib/tuning/space';
import { tune } from '../../lib/tuning/tune';
import { temporaryFolder } from '../training/small';

const block = (filters: number, k: number) => [
  conv2d(`conv${k}`, { filters }),
  batchNorm(`bn${k}`),
  relu(`relu${k}`),
  maxPool(`pool${k}`),
];
defineNetwork('three', ({ drop, seed }) =>
  build(
    'three',
    [40, 40, 1],
    [...[8, 16, 32].flatMap(block), flatten('flatten'), dropout('drop', { rate: drop }), dense('lin', { units: 7 })],
    seed,
  ),
);

async function main() {
  const space = {
    lr: choice(0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1),
    optimizer: choice('sgd_nesterov', 'adam'),
  };
  const base = { network: 'three', n_epochs: 16, bs: 64, precision: 'float32', augment: 'crops' } as const;
  const { trials } = await tune({ name: 'grid', space, base }, { data: drawFaces(), folder: temporaryFolder() });
  const rows = trials.map(({ settings: { lr, optimizer }, history }) => ({
    lr,
    optimizer,
    accuracies: history.map(({ validationAccuracy }) => Number(validationAccuracy.toFixed(5))),
  }));
  writeFileSync(join(__dirname, 'faces-grid.json'), `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
}

main();
