import { isLocked } from '../core/lock';
import { bestEpoch, type EpochRecord, scoreOf } from '../training/history';
import type { Hyperparameters } from '../training/hyperparameters';
import { selectionSplit } from '../training/protocol';
import { metricTitle } from '../training/selection-metrics';
import type { CompleteDefinition } from './definition';
import { planner } from './plan';
import { readRecord, type StudyRecord, trialFolder } from './store';
import { readProgress, type TrialProgress } from './trial-progress';

export const STATUSES = ['finished', 'pruned', 'failed', 'running', 'waiting', 'left'] as const;
/**
 * `pruned`: other trials have beaten it before its last epoch, so far; `waiting`: it will be trained further; `left`:
 * unfinished, and the study's definition no longer includes it.
 */
export type TrialStatus = (typeof STATUSES)[number];

/** A trial of a study. */
export interface Trial {
  /** Number from 1; its run is in `trials/0001/` of the study's folder. */
  readonly number: number;
  readonly settings: Hyperparameters;
  readonly status: TrialStatus;
  /** Epochs that the search requires so far, ≥ those finished. */
  readonly wanted: number;
  /** Finished epochs, including those of the current stage. */
  readonly history: readonly EpochRecord[];
  /**
   * The metric that the study selects on (`select_on`) at its best epoch, on the selection split, 0–1; undefined before its
   * first stage has ended.
   */
  readonly score: number | undefined;
  /** Accuracy of that epoch. */
  readonly accuracy: number | undefined;
  /** Reason of its failure, in one line. */
  readonly failed: string | undefined;
}

/** A study and its results. */
export interface Study {
  readonly folder: string;
  readonly definition: CompleteDefinition;
  readonly trials: readonly Trial[];
  /** Whether the report split has images; true if unknown. */
  readonly canReport: boolean;
}

/**
 * Reads a study from its folder.
 * @param folder from `studyFolder`
 * @throws {InputError} if there is none
 */
export function readStudy(folder: string): Study {
  const record = readRecord(folder);
  const progress = new Map(
    record.trials.map(({ number }) => [number, readProgress(trialFolder(folder, number).path)] as const),
  );
  const running = record.trials.map(({ number }) => number).filter((n) => isLocked(trialFolder(folder, n).path));
  return studyOf(folder, record, progress, new Set(running));
}

/** Combines a study's files. */
export function studyOf(
  folder: string,
  record: StudyRecord,
  progress: ReadonlyMap<number, TrialProgress>,
  running: ReadonlySet<number>,
): Study {
  // A trial has at most one open job: its next stage.
  const open = new Map(planner(record)(progress).map(({ trial, epochs }) => [trial, epochs]));
  const trials = record.trials.map(({ number, settings }): Trial => {
    const { history, reached, failed } = progress.get(number)!;
    const best = bestEpoch(history.slice(0, reached), record.definition.base.select_on);
    return {
      number,
      settings,
      history,
      failed,
      wanted: Math.max(history.length, open.get(number) ?? 0),
      score: best && scoreOf(best, record.definition.base.select_on),
      accuracy: best?.validationAccuracy,
      status: statusOf(reached, settings.n_epochs, {
        failed: failed !== undefined,
        running: running.has(number),
        open: open.has(number),
      }),
    };
  });
  return { folder, definition: record.definition, trials, canReport: record.data.reported !== 0 };
}

function statusOf(
  reached: number,
  epochs: number,
  { failed, running, open }: Readonly<Record<'failed' | 'running' | 'open', boolean>>,
): TrialStatus {
  if (failed) return 'failed';
  if (running) return 'running';
  if (reached >= epochs) return 'finished';
  if (open) return 'waiting';
  return reached > 0 ? 'pruned' : 'left';
}

/** The trials that were started: the best one was selected among this many. */
export function tried({ trials }: Study): readonly Trial[] {
  return trials.filter(({ history, failed }) => history.length > 0 || failed !== undefined);
}

/**
 * The metric and the split that compare trials: `PublicTest` for accuracy, otherwise for example `macro F1 on
 * PublicTest`.
 */
export function comparedOn({ definition }: Pick<Study, 'definition'>): string {
  const { protocol, select_on } = definition.base;
  const split = selectionSplit(protocol);
  return select_on === 'accuracy' ? split : `${metricTitle(select_on)} on ${split}`;
}

/** A one-line summary: numbers of trials by status, and the metric and the split that compare them. */
export function studySummary(study: Study): string {
  const { trials } = study;
  const counts = STATUSES.map((status) => [trials.filter((trial) => trial.status === status).length, status] as const);
  const parts = counts.filter(([n]) => n > 0).map(([n, status]) => `${n} ${status}`);
  const by = study.definition.base.select_on === 'accuracy' ? 'on' : 'by';
  return `${tried(study).length} trials tried (${parts.join(', ') || 'none defined'}), compared ${by} ${comparedOn(study)}`;
}
