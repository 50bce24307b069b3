/** `npm run bench -- saliency steps=3 images=1000`: vanilla gradients of the VGG's largest logit, here and in PyTorch. */
import { command } from '../lib/cli/command';
import { counter } from '../lib/notebook/counter';
import { alternate } from './harness/alternate';
import { benchOptions, integerOf } from './harness/options';
import { reportClaims, reportMachine, reportTimings } from './harness/report';
import { LAYOUTS, pytorch } from './harness/types';
import { ours, peer } from './harness/worker';

/** Images in PyTorch's batch, as in ours. */
const BATCH = 64;
const MINE = 'fer-lab float32';

command(async (values, signal) => {
  const options = benchOptions(values, { steps: 3 }, ['images']);
  const n = integerOf(values, 'images', 1000);
  const contenders = [
    ours(MINE, 'saliency', n),
    ...LAYOUTS.map((layout) => peer(pytorch('float32', layout), 'saliency', layout, n, BATCH)),
  ];
  const timings = await alternate(contenders, { ...options, warmUp: 1, signal, onProgress: counter('steps') });
  reportMachine('saliency', timings, options.threads);
  reportTimings('saliency', timings, { unit: 'images', count: n });
  const theirs = LAYOUTS.map((layout) => pytorch('float32', layout));
  reportClaims('saliency', timings, [{ name: "fer-lab to PyTorch's fastest", ours: MINE, theirs, goal: 1 }]);
});
