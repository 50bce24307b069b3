/** A setting to be trained for a number of epochs. */
export interface Stage {
  /** Index in the list of settings, from 0. */
  readonly setting: number;
  readonly epochs: number;
}

/** Result of a stage: the metric that compares trials, −∞ if the setting failed, undefined if it is not known yet. */
export type Outcome = (stage: Stage) => number | undefined;

/** The epochs after which settings are compared: `epochs`, divided repeatedly by η ≥ 2, down to `least` ≥ 1. */
export function rungs(epochs: number, eta: number, least: number): number[] {
  const found = [epochs];
  for (let next = epochs / eta; next >= least; next /= eta) found.unshift(Math.round(next));
  return found;
}

/**
 * Asynchronous successive halving (Li et al., 'A system for massively parallel hyperparameter tuning', 2020): every
 * setting is trained to the first rung. The best 1/η of a rung's results are promoted to the next rung as soon as they
 * are known to be among the best, while others still run.
 *
 * The original ranks results in order of arrival, so its outcome depends on the speed of each worker. Here a rung
 * processes results in the order in which its stages were requested, and early results wait for those before them.
 * Promotions then depend only on the results, not on the number of workers or on interruptions; and no worker idles,
 * since later settings wait for nothing. A complete rung promotes at least its best result.
 *
 * @param settings number of settings
 * @param levels from {@link rungs}; with a single level this is plain grid or random search
 * @returns all stages known to be needed, including finished ones; the list grows with the outcomes
 */
export function stages(settings: number, levels: readonly number[], eta: number, outcome: Outcome): Stage[] {
  const wanted: Stage[] = [];
  let entrants = Array.from({ length: settings }, (_, i) => i);
  let closed = true; // the rung is complete
  for (const epochs of levels) {
    wanted.push(...entrants.map((setting) => ({ setting, epochs })));
    const outcomes = entrants.map((setting) => outcome({ setting, epochs }));
    const unknown = outcomes.indexOf(undefined);
    closed &&= unknown < 0;
    const known = (unknown < 0 ? outcomes : outcomes.slice(0, unknown)) as number[];
    entrants = promoted(known, eta, closed).map((place) => entrants[place]);
  }
  return wanted;
}

/**
 * Positions of the outcomes that are among the best ⌊n/η⌋ of the first n, for some n, in the order in which they
 * qualify.
 */
function promoted(outcomes: readonly number[], eta: number, closed: boolean): number[] {
  const chosen = new Set<number>();
  const ranked: number[] = [];
  outcomes.forEach((outcome, place) => {
    if (outcome > Number.NEGATIVE_INFINITY) {
      const worse = ranked.findIndex((other) => outcomes[other] < outcome); // ties keep their order
      ranked.splice(worse < 0 ? ranked.length : worse, 0, place);
    }
    for (const best of ranked.slice(0, Math.floor((place + 1) / eta))) chosen.add(best);
  });
  if (closed && chosen.size === 0 && ranked.length > 0) chosen.add(ranked[0]);
  return [...chosen];
}
