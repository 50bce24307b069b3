import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import { DataType } from '../../lib/runtime';
import { defineSelectionMetric, metricTitle } from '../../lib/training/selection-metrics';
import { environment, machine } from '../../lib/training/versions';
import { easyData } from './small';

test('the machine is described by its first core and the number of cores', (t) => {
  const { cpus } = os;
  const [core] = cpus();
  const described = (models: readonly string[]) => {
    t.mock.method(os, 'cpus', () => models.map((model) => ({ ...core, model })));
    return machine().device;
  };
  const { kind } = machine().device;
  assert.deepEqual(described(['fast', 'slow', 'slow']), { kind, cpu: 'fast', cores: 3 });
  assert.deepEqual(described([]), { kind, cpu: 'unknown', cores: 0 });
});

test('the environment names the files of the user’s kinds, if there are any', () => {
  const data = easyData(7, 7);
  const sources = { network: { './my_net.ts': 'abc' } };
  assert.deepEqual(environment(data, DataType.float32, sources).sources, sources);
  assert.ok(!('sources' in environment(data, DataType.float32, {})));
  assert.equal(environment(data, DataType.float32, {}).data.images, 21);
});

test('built-in metrics have titles, the user’s own their names', () => {
  defineSelectionMetric('my_kappa', () => 0);
  const titles = (['accuracy', 'balanced_accuracy', 'f1', 'my_kappa'] as const).map(metricTitle);
  assert.deepEqual(titles, ['accuracy', 'balanced accuracy', 'macro F1', 'my_kappa']);
});
