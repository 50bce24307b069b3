import { identity } from './candidates';
import { levelsOf, settingsOf } from './definition';
import { type Stage, stages } from './halving';
import type { StudyRecord, TrialRecord } from './store';
import { trialName } from './store';
import { isOver, scoreAt, type TrialProgress } from './trial-progress';

/** A job for an executor: trains a trial, from its current state, until it has completed a number of epochs. */
export interface Job {
  readonly trial: number;
  readonly epochs: number;
}

/** Adds missing trials that a study's definition requires. */
export function withTrials(record: StudyRecord): StudyRecord {
  const { name } = record.definition;
  const known = numbersOf(record.trials);
  const trials: TrialRecord[] = [...record.trials];
  for (const settings of wantedSettings(record).flat()) {
    const id = identity(settings);
    if (known.has(id)) continue;
    const number = trials.length + 1;
    known.set(id, number);
    trials.push({ number, settings: { ...settings, name: `${name}-${trialName(number)}` } });
  }
  return { ...record, trials };
}

/**
 * The unfinished jobs of a study, those with the most epochs first. They depend only on the trials' files, so a
 * restarted scheduler continues where the previous one stopped.
 */
export function planner(record: StudyRecord): (progress: ReadonlyMap<number, TrialProgress>) => Job[] {
  const { definition } = record;
  const known = numbersOf(record.trials);
  const repeats = wantedSettings(record).map((seeds) => seeds.map((settings) => known.get(identity(settings))!));
  const levels = levelsOf(definition);
  return (progress) => {
    const outcome = ({ setting, epochs }: Stage): number | undefined => {
      const scores = repeats[setting].map((trial) => scoreAt(progress.get(trial)!, epochs, definition.base.select_on));
      if (scores.includes(undefined)) return undefined;
      return (scores as number[]).reduce((sum, score) => sum + score / scores.length, 0);
    };
    return stages(repeats.length, levels, definition.eta, outcome)
      .flatMap(({ setting, epochs }) => repeats[setting].map((trial) => ({ trial, epochs })))
      .filter(({ trial, epochs }) => !isOver(progress.get(trial)!, epochs))
      .sort((a, b) => b.epochs - a.epochs);
  };
}

/** The settings of each combination of a study, one per seed. */
function wantedSettings({ definition }: StudyRecord) {
  const seeds = Array.from({ length: definition.seeds }, (_, i) => definition.base.seed + i);
  return settingsOf(definition).map((settings) => seeds.map((seed) => ({ ...settings, seed })));
}

function numbersOf(trials: readonly TrialRecord[]): Map<string, number> {
  return new Map(trials.map(({ number, settings }) => [identity(settings), number]));
}
