import { learningCurves } from '../figures/learning-curves';
import { keptEpoch } from '../training/history';
import { selectionSplit } from '../training/protocol';
import { selectedEpoch } from '../training/resolve-weights';
import type { ReportedRun } from './reported-run';
import type { Section } from './section';

/** The course of the training. */
export function learning({ folder, history, options, environment }: ReportedRun): Section {
  const title = 'Learning';
  if (environment.imported) return { title, blocks: [{ text: 'The weights are imported.' }] };
  const best = selectedEpoch(folder, history, options);
  if (best === undefined) return { title, blocks: [{ text: 'No epoch is finished yet.' }] };
  const split = selectionSplit(options.protocol);
  const minutes = history.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  const epochs = `${history.length} epoch${history.length === 1 ? '' : 's'}`;
  const took = `${epochs} of ${options.n_epochs} in ${minutes.toFixed(minutes < 10 ? 1 : 0)} minutes.`;
  const others = best === keptEpoch(history, options) ? '' : ' among the epochs with a checkpoint';
  const why = options.fit === 'training' ? `the best one${others}` : `the last one, since ${split} was fitted too`;
  const caption = `${took} Validation is on ${split}; the dotted line marks epoch ${best.epoch}, ${why}, whose weights are saved.`;
  const figure = learningCurves(history, { selected: best.epoch });
  return { title, blocks: [{ picture: figure, caption, wide: true }] };
}
