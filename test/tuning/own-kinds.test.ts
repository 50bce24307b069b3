import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineOptimizer, optimizers } from '../../lib/training/optimizers';
import { localProcesses } from '../../lib/tuning/executors/local';
import { readStudy } from '../../lib/tuning/study';
import { tune } from '../../lib/tuning/tune';
import { temporaryFolder } from '../training/small';
import { base, easyFile } from './small-study';

const shared = { ...base, dataset: 'fer2013', path: easyFile(), n_epochs: 1 } as const;

test('other processes train a network defined in this one, by its description', async () => {
  const folder = temporaryFolder();
  const definition = { name: 'told', space: { drop: { kind: 'choice', values: [0.1, 0.3] } }, base: shared } as const;
  const { trials } = await tune(definition, { folder, executor: localProcesses({ workers: 1 }) });
  assert.deepEqual(
    trials.map(({ status, failed }) => [status, failed]),
    [
      ['finished', undefined],
      ['finished', undefined],
    ],
  );
  const here = await tune(definition, { folder: temporaryFolder() });
  assert.deepEqual(
    trials.map(({ accuracy }) => accuracy),
    here.trials.map(({ accuracy }) => accuracy),
  );
});

test('an optimizer defined only in this process is rejected for others, in one line and before any trial', async () => {
  defineOptimizer('mine', optimizers.get('sgd'));
  const folder = temporaryFolder();
  const definition = {
    name: 'refused',
    space: { optimizer: { kind: 'choice', values: ['sgd', 'mine'] } },
    base: shared,
  } as const;
  const refused =
    /^InputError: optimizer: mine; is defined only in this process, .* optimizer=\.\/mine\.ts, or use exec/;
  await assert.rejects(tune(definition, { folder, executor: localProcesses() }), refused);
  assert.ok(readStudy(folder).trials.every(({ status }) => status === 'waiting'));
});
