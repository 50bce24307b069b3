/** `npm run bench -- augment steps=20`: the original study's augmentation here and in torchvision, on one core. */

import { command } from '../lib/cli/command';
import { CROPS } from '../lib/data/augment/options';
import { counter } from '../lib/notebook/counter';
import { alternate } from './harness/alternate';
import { benchOptions, integerOf } from './harness/options';
import { reportClaims, reportMachine, reportTimings } from './harness/report';
import { ours, peer } from './harness/worker';

command(async (values, signal) => {
  const options = benchOptions(values, { steps: 20, threads: 1 }, ['images']);
  const n = integerOf(values, 'images', 256);
  const contenders = CROPS.flatMap((crops) => [
    ours(`fer-lab ${crops}`, 'augment', n, crops),
    peer(`torchvision ${crops}`, 'augment', n, crops),
  ]);
  const timings = await alternate(contenders, { ...options, warmUp: 2, signal, onProgress: counter('steps') });
  reportMachine('augment', timings, options.threads);
  reportTimings('augment', timings, { unit: 'images', count: n });
  const claims = CROPS.map((crops) => ({
    name: `fer-lab to torchvision, ${crops === 'ten' ? 'ten crops' : 'one crop'} an image`,
    ours: `fer-lab ${crops}`,
    theirs: [`torchvision ${crops}`],
    goal: 20,
  }));
  reportClaims('augment', timings, claims);
});
