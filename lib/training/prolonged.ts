/** A part of a training during which the run had another `n_epochs` than now. */
export interface Stretch {
  /** `n_epochs` of this part. */
  readonly n_epochs: number;
  /** End of the part: finished epochs of the run, and steps of the next one. */
  readonly epoch: number;
  readonly step: number;
}

/**
 * The parts of a run that had another `n_epochs`, for `hyperparameters.json`, when the run resumes from a checkpoint.
 *
 * @param before the settings of the run until now
 * @param at position where it resumes
 * @param epochs `n_epochs` from there on
 */
export function stretches(
  before: { readonly options: { readonly n_epochs: number }; readonly prolonged: readonly Stretch[] },
  at: Pick<Stretch, 'epoch' | 'step'>,
  epochs: number,
): Stretch[] {
  const until = ({ epoch, step }: Pick<Stretch, 'epoch' | 'step'>) =>
    epoch < at.epoch || (epoch === at.epoch && step < at.step);
  const past = before.prolonged.filter(until);
  const { n_epochs } = before.prolonged[past.length] ?? { n_epochs: before.options.n_epochs };
  const begun = at.epoch + at.step > 0;
  return begun && n_epochs !== epochs ? [...past, { n_epochs, ...at }] : past;
}
