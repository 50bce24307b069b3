import type { Dataset } from '../data/dataset';
import { calibration } from '../evaluation/calibration';
import { crossLines } from '../evaluation/cross/describe-cross';
import { DAGGER, evaluatedOn, evaluationTitle, viewsOf } from '../evaluation/describe';
import { isOptimistic, type Predictions } from '../evaluation/metrics';
import { confidentMistakes } from '../evaluation/mistakes';
import { evaluatedImages } from '../evaluation/same-images';
import type { StoredEvaluation } from '../evaluation/stored';
import { annotatorAgreement } from '../figures/annotator-agreement';
import { classScores } from '../figures/class-scores';
import { confusionMatrix } from '../figures/confusion-matrix';
import { mistakeGallery } from '../figures/mistake-gallery';
import { reliability } from '../figures/reliability';
import { classTable } from '../figures/result-tables';
import { PAGE } from '../figures/theme';
import type { Reported } from './reported-run';
import type { Block, Picture, Section } from './section';

/** Number of faces in the gallery: two rows. */
const MISTAKES = 20;

/** A section per evaluated split, and per other data set. The images of other data sets are not at hand. */
export function evaluations({ evaluations, crossEvaluations, images }: Reported): Section[] {
  return [
    ...evaluations.map((stored) => evaluationSection(stored, images)),
    ...crossEvaluations.map((stored) => evaluationSection(stored)),
  ];
}

function evaluationSection(stored: StoredEvaluation, data?: Dataset): Section {
  const { evaluation, predictions } = stored;
  const { agreement, labels_only } = evaluation;
  const blocks: Block[] = [
    { text: `${[evaluationTitle(evaluation), ...viewsOf(evaluation)].join(', ')}.` },
    ...crossLines(evaluation).map((line) => ({ text: `${line[0].toUpperCase()}${line.slice(1)}.` })),
    {
      picture: confusionMatrix(evaluation),
      caption: 'Images by true and predicted class: share of the row (%) and count.',
    },
    ...(labels_only ? [] : [calibrationPicture(predictions)]),
    {
      picture: classScores(evaluation),
      caption: 'F1 of every class with its 95 % interval, and their unweighted mean.',
    },
    { rows: classTable(evaluation) },
  ];
  const mistakes = data && !labels_only ? confidentMistakes(predictions, MISTAKES) : [];
  if (data && mistakes.length > 0)
    blocks.push({
      picture: mistakeGallery(evaluatedImages(data, stored), mistakes, { columns: MISTAKES / 2, width: PAGE }),
      caption: 'The most confident mistakes: below each face its label, then the prediction with its probability.',
      wide: true,
    });
  if (agreement)
    blocks.push({
      picture: annotatorAgreement(agreement),
      caption: 'Accuracy by the number of FER+’s ten annotators who agree, with 95 % intervals.',
    });
  return { title: `${evaluatedOn(evaluation)}${isOptimistic(evaluation) ? DAGGER : ''}`, newPage: true, blocks };
}

function calibrationPicture(predictions: Predictions): Picture {
  const found = calibration(predictions);
  const ece = (100 * found.ece).toFixed(1);
  return {
    picture: reliability(found),
    caption: `Accuracy by confidence with 95 % intervals; expected calibration error ${ece} %.`,
  };
}
