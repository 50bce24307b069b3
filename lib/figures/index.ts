/** `figures`: Plotly figures of data, runs and studies, tables for print, and files of both. */

export { annotatorAgreement } from './annotator-agreement';
export { auditFigures } from './audit-galleries';
export { classBalance } from './class-balance';
export { classBars } from './class-bars';
export { classScores } from './class-scores';
export { classTimeline, type TimedFaces } from './class-timeline';
export { confusionMatrix } from './confusion-matrix';
export {
  defineFigure,
  type EvaluationFigure,
  type EvaluationFigureName,
  type EvaluationNumbers,
} from './evaluation-figures';
export { type BoxedFace, faceBoxes } from './face-boxes';
export { ferPlusVotes } from './ferplus-votes';
export type { Figure } from './figure';
export { gallery } from './gallery';
export { importanceBars } from './importance-bars';
export { learningCurves } from './learning-curves';
export { mistakeGallery } from './mistake-gallery';
export { parallelCoordinates } from './parallel-coordinates';
export { reliability } from './reliability';
export { classTable, pairsTable, resultsTable, spreadTable } from './result-tables';
export { runFigures } from './run-figures';
export { saliencyClasses, saliencyMethods, saliencyPanels } from './saliency';
export { checkLine, checksTable } from './saliency-checks';
export { randomisationCurves, removalCurves } from './saliency-curves';
export { saveSaliency } from './saliency-files';
export { saliencyMeans } from './saliency-means';
export { saliencyMistakes } from './saliency-mistakes';
export { save } from './save';
export { type Results, saveAll } from './save-all';
export { saveTable } from './save-table';
export { settingAccuracies } from './setting-accuracies';
export { settingsTable, trialsTable } from './study-tables';
export { COLUMN, PAGE, type PrintSize, type TitleOption, themed } from './theme';
export { toneBoxes } from './tone-boxes';
export { trialCurves } from './trial-curves';
