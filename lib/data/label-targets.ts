import { count, type Dataset, EMOTIONS } from './dataset';
import { FERPLUS_OF_LABEL, FERPLUS_VOTES, type FerPlus, votesOf } from './ferplus';

const CLASSES = EMOTIONS.length;

/** The label's emotion alone: one-hot rows, `[n, 7]`. */
export function givenTargets({ labels }: Dataset): Float32Array {
  const targets = new Float32Array(labels.length * CLASSES);
  labels.forEach((label, i) => {
    targets[i * CLASSES + label] = 1;
  });
  return targets;
}

/**
 * The share of FER+'s votes that each emotion got, `[n, 7]`. Votes for what is no label of FER2013 (contempt, unknown,
 * not a face) do not count; where no others are left, the given label stands.
 * @throws {InputError} if FER+ has no votes on an image
 */
export function votedTargets(dataset: Dataset, ferPlus: FerPlus): Float32Array {
  const votes = votesOf(dataset, ferPlus);
  const targets = givenTargets(dataset);
  for (let i = 0; i < count(dataset); i++) {
    const counts = FERPLUS_OF_LABEL.map((vote) => votes[i * FERPLUS_VOTES.length + vote]);
    const all = counts.reduce((sum, each) => sum + each, 0);
    if (all > 0)
      targets.set(
        counts.map((each) => each / all),
        i * CLASSES,
      );
  }
  return targets;
}

/** A share of each row spread evenly over the emotions (Szegedy et al. 2016, section 7); `smoothing` in [0, 1). */
export function smoothed(targets: Float32Array, smoothing: number): Float32Array {
  return targets.map((share) => share * (1 - smoothing) + smoothing / CLASSES);
}
