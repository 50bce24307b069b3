import { basename, extname } from 'node:path';
import { InputError } from '../core/errors';
import { isFunction, Kind, type NameOf, records } from '../core/kind';
import { calibration } from '../evaluation/calibration';
import { evaluationTitle } from '../evaluation/describe';
import type { StoredEvaluation } from '../evaluation/stored';
import { annotatorAgreement } from './annotator-agreement';
import { classScores } from './class-scores';
import { confusionMatrix } from './confusion-matrix';
import type { Figure } from './figure';
import { reliability } from './reliability';
import type { TitleOption } from './theme';

/** What a figure of an evaluation is drawn from: the metrics, and the predictions with their labels. */
export type EvaluationNumbers = Pick<StoredEvaluation, 'evaluation' | 'predictions'>;

/** Draws an evaluation; undefined if the evaluation lacks what the figure shows. */
export type EvaluationFigure = (numbers: EvaluationNumbers, options: TitleOption) => Figure | undefined;

/** Built-in figures of evaluations, by the values of `figure=`. To add one, add a file and a line here. */
const OURS = {
  confusion: ({ evaluation }, options) => confusionMatrix(evaluation, options),
  scores: ({ evaluation }, options) => classScores(evaluation, options),
  reliability: ({ evaluation, predictions }, options) =>
    evaluation.labels_only ? undefined : reliability(calibration(predictions), options),
  agreement: ({ evaluation: { agreement } }, options) => agreement && annotatorAgreement(agreement, options),
} as const satisfies Readonly<Record<string, EvaluationFigure>>;
type Ours = keyof typeof OURS;

/** Name of a figure of evaluations, or path of a file that exports one. */
export type EvaluationFigureName = NameOf<Ours>;

/** Figures of evaluations: built-in ones and the user's own. */
export const figureKinds = new Kind<EvaluationFigure, Ours>({
  key: 'figure',
  ours: records<EvaluationFigure, Ours>(OURS),
  is: isFunction<EvaluationFigure>,
  what: 'a function of an evaluation that returns a Plotly figure',
});

/**
 * Adds a figure to those of every evaluation until the process ends.
 * @throws {InputError} for a built-in name
 */
export function defineFigure(name: string, figure: EvaluationFigure): EvaluationFigure {
  return figureKinds.define(name, figure);
}

export interface EvaluationFiguresOptions {
  /**
   * Whether figures have a title with split and accuracy, and a † if needed; papers have captions instead.
   * @default true
   */
  readonly titled?: boolean;
  /** The only figure to draw. @default all */
  readonly figure?: EvaluationFigureName;
}

/**
 * The figures of an evaluation that need only its numbers, by file name.
 * @throws {InputError} for an unknown figure, and for one of the user's that returns no figure
 */
export function evaluationFigures(
  numbers: EvaluationNumbers,
  { titled = true, figure: only }: EvaluationFiguresOptions = {},
): Record<string, Figure> {
  const { evaluation } = numbers;
  const title = titled ? evaluationTitle(evaluation) : undefined;
  const drawn = (only === undefined ? figureKinds.names() : [only]).flatMap((name) => {
    const figure = figureKinds.get(name)(numbers, { title });
    if (figure === undefined) return [];
    if (!Array.isArray(figure.data) || typeof figure.layout !== 'object')
      throw new InputError('figure', name, 'must return a figure with data and layout, or undefined');
    return [[`${basename(name, extname(name))}-${evaluation.split}`, figure] as const];
  });
  return Object.fromEntries(drawn);
}
