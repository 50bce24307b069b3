/** `npm run bench -- phases phase=epoch,page`: the phases of work that users wait for. */
import { command } from '../lib/cli/command';
import { documented } from '../lib/core/help';
import { integer, list, optional } from '../lib/core/keys';
import { inTemporaryFolder } from './harness/comparison-command';
import { installPeers } from './harness/install';
import { markdown } from './harness/markdown';
import { measurePhase } from './harness/measure-phase';
import { outKey, threadKeys } from './harness/options';
import { reportLine } from './harness/progress';
import { GrowingReport } from './harness/report';
import { PHASE_NAMES } from './phases/index';

const KEYS = documented(__filename, {
  ...threadKeys(),
  ...outKey('phases'),
  /** Phases to measure. */
  phase: list(PHASE_NAMES, PHASE_NAMES),
  /** Measured rounds. */
  steps: optional(integer(undefined, 1), "each phase's own"),
});

const usage = {
  name: 'bench',
  summary: 'Measures what users wait for: an epoch, the first step, the first cell, the page, evaluation, figures.',
  keys: KEYS,
  examples: ['phases', 'phases phase=epoch,page steps=5'],
};

command(usage, async ({ values }, signal) => {
  await installPeers(['peers']);
  const { threads, steps, out } = values;
  const report = new GrowingReport(threads, out);
  await inTemporaryFolder(async (folder) => {
    for (const name of values.phase) {
      await measurePhase(name, report, { threads, steps, folder, signal });
      reportLine(name);
    }
  });
  console.log(markdown(report.report));
});
