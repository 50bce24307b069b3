import type { EpochRecord } from '../../lib/training/history';
import type { Hyperparameters } from '../../lib/training/hyperparameters';
import { completeDefinition, type StudyDefinition, settingsOf } from '../../lib/tuning/definition';
import type { Study } from '../../lib/tuning/study';

/** A finished study in which a function gives the accuracies of trials by their settings; NaN means failed. */
export function madeUp(
  definition: Omit<StudyDefinition, 'name'>,
  accuracyOf: (settings: Hyperparameters) => number,
): Study {
  const complete = completeDefinition({ name: 'made-up', ...definition });
  const trials = settingsOf(complete).map((settings, i) => {
    const accuracy = accuracyOf(settings);
    const failed = Number.isNaN(accuracy) ? 'loss: not finite' : undefined;
    const history = failed ? [] : Array.from({ length: settings.n_epochs }, (_, k) => epoch(k + 1, accuracy));
    const status = failed ? ('failed' as const) : ('finished' as const);
    const reached = failed === undefined ? accuracy : undefined;
    return {
      number: i + 1,
      settings,
      status,
      wanted: history.length,
      history,
      score: reached,
      accuracy: reached,
      failed,
    };
  });
  return { folder: '', definition: complete, trials, canReport: true };
}

/** A rising curve that ends at `accuracy`. */
function epoch(number: number, accuracy: number): EpochRecord {
  return {
    epoch: number,
    trainLoss: 1,
    trainAccuracy: accuracy,
    validationLoss: 1,
    validationAccuracy: accuracy - 0.1 / number ** 2 + 0.1 / 16,
    learningRate: 0.01,
    seconds: 1,
  };
}
