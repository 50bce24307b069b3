/** `npm run bench -- profile network=vgg`: where the time of a network's step goes, by kernel. */
import { join } from 'node:path';
import { command } from '../lib/cli/command';
import { documented } from '../lib/core/help';
import { choice, integer } from '../lib/core/keys';
import { inTemporaryFolder } from './harness/comparison-command';
import { installPeers } from './harness/install';
import { networkOf } from './harness/network';
import { networkKeys } from './harness/options';
import { profileGraph, profileText } from './harness/profile';
import { typeName } from './harness/types';

const KEYS = documented(__filename, {
  ...networkKeys(),
  /** The training step, or ten-crop evaluation. */
  job: choice(['step', 'predict'], 'step'),
  /** Traced steps. */
  steps: integer(5, 1),
  /** Rows of the table by shapes. */
  rows: integer(25, 1),
});

const usage = {
  name: 'bench',
  summary: "Shows where a network's step spends its time, by TensorFlow's kernels.",
  keys: KEYS,
  examples: ['profile network=efficientnet_b0', 'profile network=vgg job=predict bs=32'],
};

command(usage, async ({ values }, signal) => {
  await installPeers(['peers-keras']);
  const { network: name, job, bs: batch, steps, rows, threads } = values;
  const precision = typeName(values.precision);
  await inTemporaryFolder(async (folder) => {
    const network = networkOf(name);
    const options = { job, precision, batch, steps, threads, folder: join(folder, 'graph'), signal };
    const profile = await profileGraph(network, options);
    console.log(profileText(profile, `${name}, ${job}, batch ${batch}, ${precision}`, rows));
  });
});
