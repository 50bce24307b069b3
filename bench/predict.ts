/** `npm run bench -- predict steps=20 images=32`: ten-crop evaluation by the VGG here and in PyTorch. */
import { command } from '../lib/cli/command';
import { counter } from '../lib/notebook/counter';
import { alternate } from './harness/alternate';
import { benchOptions, integerOf } from './harness/options';
import { reportClaims, reportMachine, reportTimings } from './harness/report';
import { LAYOUTS, pytorch, type TypeName, typesHere } from './harness/types';
import { ours, peer } from './harness/worker';

command(async (values, signal) => {
  const options = benchOptions(values, { steps: 20 }, ['images']);
  const n = integerOf(values, 'images', 32);
  const types = typesHere('predict');
  const contenders = types.flatMap((type) => [
    ours(mine(type), 'predict', type, n),
    ...LAYOUTS.map((layout) => peer(pytorch(type, layout), 'predict', type, layout, n)),
  ]);
  const timings = await alternate(contenders, { ...options, warmUp: 2, signal, onProgress: counter('steps') });
  reportMachine('predict', timings, options.threads);
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
