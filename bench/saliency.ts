/** `npm run bench -- saliency steps=3 images=1000`: vanilla gradients of the VGG's largest logit, here and in PyTorch. */
import { command } from '../lib/cli/command';
import { counter } from '../lib/terminal/counter';
import { alternate } from './harness/alternate';
import { benchKeys, imageKeys } from './harness/options';
import { reportClaims, reportMachine, reportTimings } from './harness/report';
import { LAYOUTS, pytorch } from './harness/types';
import { ours, peer } from './harness/worker';

/** Batch size in PyTorch, the same as ours. */
const BATCH = 64;
const MINE = 'fer-lab float32';

const usage = {
  name: 'bench',
  summary: 'Measures gradients of the largest logit of the VGG against PyTorch.',
  keys: { ...benchKeys({ steps: 3 }), ...imageKeys(1000) },
  examples: ['saliency images=1000'],
};

command(usage, async ({ values }, signal) => {
  const n = values.images;
  const contenders = [
    ours(MINE, 'saliency', n),
    ...LAYOUTS.map((layout) => peer(pytorch('float32', layout), 'saliency', layout, n, BATCH)),
  ];
  const timings = await alternate(contenders, { ...values, warmUp: 1, signal, onProgress: counter('steps') });
  reportMachine('saliency', timings, values.threads);
  reportTimings('saliency', timings, { unit: 'images', count: n });
  const theirs = LAYOUTS.map((layout) => pytorch('float32', layout));
  reportClaims('saliency', timings, [{ name: "fer-lab to PyTorch's fastest", ours: MINE, theirs, goal: 1 }]);
});
