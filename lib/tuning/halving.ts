/** A setting to be trained until it has been through so many epochs. */
export interface Stage {
  /** Place in the list of settings, from 0. */
  readonly setting: number;
  readonly epochs: number;
}

/** What came of a stage: the accuracy, −∞ where the setting failed, undefined while it is not known. */
export type Outcome = (stage: Stage) => number | undefined;

/** The epochs after which settings are compared: `epochs`, and ever a factor η less, down to `least`. */
export function rungs(epochs: number, eta: number, least: number): number[] {
  const found = [epochs];
  for (let next = epochs / eta; next >= least && Math.round(next) < found[0]; next /= eta) {
    found.unshift(Math.round(next));
  }
  return found;
}

/**
 * Asynchronous successive halving (Li et al., 'A system for massively parallel hyperparameter tuning', 2020): every
 * setting is trained to the first rung, and of a rung's results the best 1/η are trained on to the next one as soon as
 * they are known to be, while others still run.
 *
 * The original ranks results in the order in which they come in, so that what it finds depends on how long each worker
 * took. Here a rung takes them in the order in which its stages were asked for, and a result that is known early waits
 * for those before it. What is promoted is then a function of the results alone, whatever the number of workers and
 * wherever they were killed; and a free worker still has work, since later settings wait for nothing. When nothing more
 * can join a rung, it promotes at least its best.
 *
 * @param settings how many there are
 * @param levels of {@link rungs}; with a single one this is plain grid or random search
 * @returns all stages that are known to be wanted, finished ones too; it grows with the outcomes
 */
export function stages(settings: number, levels: readonly number[], eta: number, outcome: Outcome): Stage[] {
  const wanted: Stage[] = [];
  let entrants = Array.from({ length: settings }, (_, i) => i);
  let closed = true; // nothing more can join the rung
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

/** Places of those among the best ⌊n/η⌋ after any n results, in the order in which they came to be. */
function promoted(outcomes: readonly number[], eta: number, closed: boolean): number[] {
  const chosen = new Set<number>();
  const ranked: number[] = [];
  outcomes.forEach((outcome, place) => {
    if (outcome > Number.NEGATIVE_INFINITY) {
      const worse = ranked.findIndex((other) => outcomes[other] < outcome); // equals keep their order
      ranked.splice(worse < 0 ? ranked.length : worse, 0, place);
    }
    for (const best of ranked.slice(0, Math.floor((place + 1) / eta))) chosen.add(best);
  });
  if (closed && chosen.size === 0 && ranked.length > 0) chosen.add(ranked[0]);
  return [...chosen];
}
