import { accuracyText, DAGGER_NOTE } from '../evaluation/describe';
import { type Evaluation, isOptimistic } from '../evaluation/metrics';
import { evaluatedSplits, findEvaluation } from '../evaluation/stored';
import { dataShapeOf } from '../training/data-shape';
import { reportSplit } from '../training/protocol';
import { type RunFolder, readSettings } from '../training/run-folder';

/** Classes that are named as the weakest. */
const WEAKEST = 3;

/**
 * What a run's answers mean, and how often they are right: a sentence each. The accuracy is that of the report split,
 * or of the selection split if only that was evaluated.
 */
export function honestUse(folder: RunFolder): string[] {
  const settings = readSettings(folder);
  const { name, protocol } = settings.options;
  const data = settings.environment.data?.name ?? 'its data';
  const meaning = `An answer is the label that such a face would probably have in ${data}, where annotators saw nothing but the picture. It is not what the person feels, and says nothing about the person.`;
  const splits = evaluatedSplits(folder);
  const split = splits.find((known) => known === reportSplit(protocol)) ?? splits[0];
  const evaluation = split && findEvaluation(folder, split);
  if (evaluation === undefined)
    return [meaning, `How often ${name} is right is not known: npm run evaluate -- name=${name} measures it.`];
  const accuracy = `${name} is right for ${accuracyText(evaluation)} of the ${evaluation.n} images of ${split}; least often for ${weakest(evaluation, dataShapeOf(settings).classes)}.`;
  const photos = 'Photos differ from these images, so it is probably right less often there.';
  return [meaning, accuracy, ...(isOptimistic(evaluation) ? [`${DAGGER_NOTE}.`] : []), photos];
}

/** The classes of which the smallest share is recognised, as `Disgust (41 %), Fear (45 %) and Sad (57 %)`. */
function weakest({ recall }: Evaluation, classes: readonly string[]): string {
  const shares = classes.map((label) => ({ label, share: (recall as Readonly<Record<string, number>>)[label] ?? 0 }));
  const last = shares.sort((a, b) => a.share - b.share).slice(0, WEAKEST);
  return new Intl.ListFormat('en-GB').format(last.map(({ label, share }) => `${label} (${Math.round(100 * share)} %)`));
}
