import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partName, plan } from '../../bench/harness/plan';

test('the parts of all peers come first, then the phases, then the other batch sizes', () => {
  const parts = plan({ network: ['vgg', 'resnet18'], phase: ['page'], quick: false });
  assert.deepEqual(parts.map(partName), [
    ...['vgg, step, 64', 'vgg, predict, 32', 'resnet18, step, 64', 'resnet18, predict, 32'],
    'page',
    ...['vgg, step, 32', 'vgg, step, 128', 'resnet18, step, 32', 'resnet18, step, 128'],
    ...['vgg, predict, 64', 'vgg, predict, 128', 'resnet18, predict, 64', 'resnet18, predict, 128'],
  ]);
});

test('a quick run has one batch size and fewer peers', () => {
  const parts = plan({ network: ['vgg'], phase: ['page', 'load'], quick: true });
  assert.deepEqual(parts.map(partName), ['vgg, step, 64', 'vgg, predict, 32', 'page', 'load']);
  assert.deepEqual('peers' in parts[0] && parts[0].peers, ['pytorch', 'pytorch_fused', 'keras_xla', 'jax']);
});
