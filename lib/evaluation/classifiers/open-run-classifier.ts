import { fittedSplits } from '../../training/protocol';
import type { RunFolder } from '../../training/run-folder';
import { openCheckpoint } from '../open-checkpoint';
import { predict } from '../predict';
import type { ClassifierImages, OpenedClassifier } from './opened-classifier';

/** A run with the weights of a checkpoint. @throws {InputError} as {@link openCheckpoint} does */
export function openRunClassifier(folder: RunFolder, options: ClassifierImages): OpenedClassifier {
  const { settings, selection, network, isBest, compute, epoch, step, ...images } = openCheckpoint(folder, options);
  const { views = 'ten' } = options;
  const fitted = fittedSplits(settings);
  return {
    data: images.data,
    split: images.split,
    images: images.images,
    splitSize: images.splitSize,
    crops: views,
    epoch,
    step,
    fitted: selection === 'unknown' ? undefined : fitted,
    // If the selection split was fitted as well, it cannot select an epoch.
    selected_on: isBest || fitted.length > 1 || selection === 'unknown' ? selection : null,
    predict: (progress) => predict(network, images.images, { views, compute, ...progress }),
    dispose: network.dispose,
  };
}
