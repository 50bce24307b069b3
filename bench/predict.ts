/** `npm run bench -- predict steps=20 images=32`: ten-crop evaluation by the VGG, here and in PyTorch. */
import { command } from '../lib/cli/command';
import { counter } from '../lib/terminal/counter';
import { alternate } from './harness/alternate';
import { benchKeys, imageKeys } from './harness/options';
import { reportClaims, reportMachine, reportTimings } from './harness/report';
import { LAYOUTS, pytorch, type TypeName, typesHere } from './harness/types';
import { ours, peer } from './harness/worker';

const usage = {
  name: 'bench',
  summary: 'Measures ten-crop evaluation by the VGG against PyTorch.',
  keys: { ...benchKeys({ steps: 20 }), ...imageKeys(32) },
  examples: ['predict images=32'],
};

command(usage, async ({ values }, signal) => {
  const n = values.images;
  const types = typesHere('predict');
  const contenders = types.flatMap((type) => [
    ours(mine(type), 'predict', type, n),
    ...LAYOUTS.map((layout) => peer(pytorch(type, layout), 'predict', type, layout, n)),
  ]);
  const timings = await alternate(contenders, { ...values, warmUp: 2, signal, onProgress: counter('steps') });
  reportMachine('predict', timings, values.threads);
  reportTimings('predict', timings, { unit: 'images', count: n });
  const claims = types.map((type) => {
    const theirs = LAYOUTS.map((layout) => pytorch(type, layout));
    return { name: `fer-lab ${type} to PyTorch's fastest ${type}`, ours: mine(type), theirs, goal: 1.3 };
  });
  reportClaims('predict', timings, claims);
});

function mine(type: TypeName): string {
  return `fer-lab ${type}`;
}
