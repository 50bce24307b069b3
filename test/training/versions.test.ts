import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import { machine } from '../../lib/training/versions';

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
