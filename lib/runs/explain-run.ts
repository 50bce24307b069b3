import { count } from '../data/dataset';
import { whenTrained } from '../evaluation/describe';
import { type OpenCheckpointOptions, type OpenedCheckpoint, openCheckpoint } from '../evaluation/open-checkpoint';
import { labelOf } from '../saliency/methods';
import type { RunFolder } from '../training/run-folder';
import { IMAGES_PER_CLASS, type SaliencyReport, type SaliencyReportOptions, saliencyReport } from './saliency-report';

export interface ExplainRunOptions extends OpenCheckpointOptions, SaliencyReportOptions {
  /**
   * Receives a line about the explained images and weights, and one about methods that the network does not support.
   */
  readonly onNotice?: (line: string) => void;
}

/** The saliency figures of a run, and the split and the weights that they show. */
export interface ExplainedRun extends SaliencyReport, Pick<OpenedCheckpoint, 'split' | 'epoch' | 'step'> {}

/**
 * Explains a run on a split: draws all its saliency figures and runs the checks of the maps. `figures.saveSaliency`
 * writes them.
 *
 * @throws {InputError} as `openCheckpoint` and {@link saliencyReport} do
 */
export async function explainRun(folder: RunFolder, options: ExplainRunOptions): Promise<ExplainedRun> {
  const { onNotice, images: each = IMAGES_PER_CLASS } = options;
  const opened = openCheckpoint(folder, options);
  const { split, epoch, step, images, network, isBest, selection } = opened;
  try {
    const when = whenTrained({ epoch, step, selected_on: isBest ? selection : null });
    const shown = `${each} image${each === 1 ? '' : 's'} of each class, of ${count(images)}`;
    onNotice?.(`${split}: ${shown}${when === undefined ? '' : `, weights of ${when}`}`);
    const report = await saliencyReport(opened, options.data, options);
    const omitted = report.omitted.map(labelOf).join(', ');
    if (omitted) onNotice?.(`${omitted} is skipped: ${network.name} has no layer with height and width`);
    return { split, epoch, step, ...report };
  } finally {
    network.dispose();
  }
}
