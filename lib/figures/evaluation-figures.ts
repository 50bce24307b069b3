import { calibration } from '../evaluation/calibration';
import { evaluationTitle } from '../evaluation/describe';
import type { StoredEvaluation } from '../evaluation/stored';
import { annotatorAgreement } from './annotator-agreement';
import { classScores } from './class-scores';
import { confusionMatrix } from './confusion-matrix';
import type { Figure } from './figure';
import { reliability } from './reliability';

/**
 * The figures of an evaluation that need only its numbers, by file name.
 *
 * @param titled whether figures have a title with split and accuracy, and a † if needed; papers have captions instead
 */
export function evaluationFigures(
  { evaluation, predictions }: Pick<StoredEvaluation, 'evaluation' | 'predictions'>,
  titled = true,
): Record<string, Figure> {
  const { split, agreement, labels_only } = evaluation;
  const title = titled ? evaluationTitle(evaluation) : undefined;
  return {
    [`confusion-${split}`]: confusionMatrix(evaluation, { title }),
    [`scores-${split}`]: classScores(evaluation, { title }),
    ...(labels_only ? {} : { [`reliability-${split}`]: reliability(calibration(predictions), { title }) }),
    ...(agreement ? { [`agreement-${split}`]: annotatorAgreement(agreement, { title }) } : {}),
  };
}
