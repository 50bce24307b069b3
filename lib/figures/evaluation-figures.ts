import { calibration } from '../evaluation/calibration';
import { evaluationTitle } from '../evaluation/describe';
import type { StoredEvaluation } from '../evaluation/stored';
import { annotatorAgreement } from './annotator-agreement';
import { classScores } from './class-scores';
import { confusionMatrix } from './confusion-matrix';
import type { Figure } from './figure';
import { reliability } from './reliability';

/**
 * The figures of an evaluation by file name: what numbers alone can draw.
 *
 * @param titled whether each says above it what was measured, with the † that it may need; a paper says so in captions
 */
export function evaluationFigures(
  { evaluation, predictions }: Pick<StoredEvaluation, 'evaluation' | 'predictions'>,
  titled = true,
): Record<string, Figure> {
  const { split, agreement } = evaluation;
  const title = titled ? evaluationTitle(evaluation) : undefined;
  return {
    [`confusion-${split}`]: confusionMatrix(evaluation, { title }),
    [`scores-${split}`]: classScores(evaluation, { title }),
    [`reliability-${split}`]: reliability(calibration(predictions), { title }),
    ...(agreement ? { [`agreement-${split}`]: annotatorAgreement(agreement, { title }) } : {}),
  };
}
