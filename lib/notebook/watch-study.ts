import { trialsTable } from '../figures/study-tables';
import { trialCurves } from '../figures/trial-curves';
import { Output } from '../terminal/cell-output';
import { type Study, studySummary } from '../tuning/study';
import type { TuneOptions } from '../tuning/tune';
import { tableBundle } from './bundles';
import { interruptSignal } from './interrupt';
import { type LiveFigure, live } from './live';
import { show } from './show';

/**
 * Shows a study below the cell while it runs: the number of trials, a table of them, and their curves. The interrupt
 * button stops the current trial with a checkpoint; running the cell again resumes it.
 *
 * @param limit rows of the table
 * @example await tune(definition, { data, ...watchStudy() });
 */
export function watchStudy(limit = 20): Required<Pick<TuneOptions, 'signal' | 'onNotice' | 'onChange'>> {
  const line = new Output();
  const table = new Output();
  let chart: LiveFigure | undefined;
  return {
    signal: interruptSignal(),
    onNotice: show,
    onChange: (study: Study) => {
      line.show({ 'text/plain': studySummary(study) });
      table.show(tableBundle(trialsTable(study), limit));
      if (chart) chart.update(trialCurves(study));
      else chart = live(trialCurves(study));
      if (study.trials.every(({ status }) => status !== 'running')) chart.finish();
    },
  };
}
