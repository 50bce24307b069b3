/** `npm run bench -- all`: every network and every phase against every peer, as one report. */
import { command } from '../lib/cli/command';
import { documented } from '../lib/core/help';
import { flag, list, number, optional } from '../lib/core/keys';
import { inTemporaryFolder } from './harness/comparison-command';
import { installPeers } from './harness/install';
import { markdown } from './harness/markdown';
import { measureComparison } from './harness/measure-comparison';
import { measurePhase } from './harness/measure-phase';
import { outKey, threadKeys } from './harness/options';
import { partName, plan } from './harness/plan';
import { reportLine } from './harness/progress';
import { GrowingReport } from './harness/report';
import { NETWORK_NAMES } from './networks';
import { PHASE_NAMES } from './phases/index';

const KEYS = documented(__filename, {
  ...threadKeys(),
  ...outKey('all'),
  /** Networks to compare. */
  network: list(NETWORK_NAMES, NETWORK_NAMES),
  /** Phases to measure. */
  phase: list(PHASE_NAMES, PHASE_NAMES),
  /** Fewer peers, one batch size, fewer rounds. */
  quick: flag(false),
  /** Minutes after which no further part is started; the rest is listed as not measured. */
  minutes: optional(
    number(undefined, '> 0', (x) => x > 0),
    '38, or 11 with quick=yes',
  ),
});

const usage = {
  name: 'bench',
  summary: 'Measures every network and every phase against every library, and prints one report.',
  keys: KEYS,
  examples: ['all', 'all quick=yes', 'all network=vgg,resnet18 minutes=15'],
};

command(usage, async ({ values }, signal) => {
  await installPeers();
  const { threads, quick, out } = values;
  const minutes = values.minutes ?? (quick ? 11 : 38);
  const report = new GrowingReport(threads, out);
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 60_000;
  await inTemporaryFolder(async (folder) => {
    for (const part of plan(values)) {
      const name = partName(part);
      if (elapsed() >= minutes) {
        report.skip(name, `not started within ${minutes} minutes`);
        continue;
      }
      const options = { threads, folder, signal };
      if ('phase' in part) await measurePhase(part.phase, report, { ...options, steps: quick ? 1 : undefined });
      else await measureComparison(part, report, options);
      reportLine(`${elapsed().toFixed(1)} minutes: ${name}`);
    }
  });
  console.log(markdown(report.report));
});
