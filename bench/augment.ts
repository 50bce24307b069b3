/** `npm run bench -- augment steps=20`: the original study's augmentation, here and in torchvision, on one core. */

import { command } from '../lib/cli/command';
import { CROPS } from '../lib/data/augment/augmentations';
import { counter } from '../lib/terminal/counter';
import { alternate } from './harness/alternate';
import { benchKeys, imageKeys } from './harness/options';
import { reportClaims, reportMachine, reportTimings } from './harness/report';
import { ours, peer } from './harness/worker';

const usage = {
  name: 'bench',
  summary: 'Measures augmentation against torchvision over PIL, on one core.',
  keys: { ...benchKeys({ steps: 20, threads: 1 }), ...imageKeys(256) },
  examples: ['augment steps=20'],
};

command(usage, async ({ values }, signal) => {
  const n = values.images;
  const contenders = CROPS.flatMap((crops) => [
    ours(`fer-lab ${crops}`, 'augment', n, crops),
    peer(`torchvision ${crops}`, 'augment', n, crops),
  ]);
  const timings = await alternate(contenders, { ...values, warmUp: 2, signal, onProgress: counter('steps') });
  reportMachine('augment', timings, values.threads);
  reportTimings('augment', timings, { unit: 'images', count: n });
  const claims = CROPS.map((crops) => ({
    name: `fer-lab to torchvision, ${crops === 'ten' ? 'ten crops' : 'one crop'} an image`,
    ours: `fer-lab ${crops}`,
    theirs: [`torchvision ${crops}`],
    goal: 20,
  }));
  reportClaims('augment', timings, claims);
});
