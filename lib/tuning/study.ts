import { isLocked } from '../core/lock';
import { bestEpoch, type EpochRecord } from '../training/history';
import type { Hyperparameters } from '../training/hyperparameters';
import { selectionSplit } from '../training/protocol';
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
  /** Accuracy of its best epoch on the selection split, 0–1; undefined before its first stage has ended. */
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
    return {
      number,
      settings,
      history,
      failed,
      wanted: Math.max(history.length, open.get(number) ?? 0),
      accuracy: bestEpoch(history.slice(0, reached))?.validationAccuracy,
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

/** A one-line summary: numbers of trials by status, and the split that compares them. */
export function studySummary(study: Study): string {
  const { trials, definition } = study;
  const counts = STATUSES.map((status) => [trials.filter((trial) => trial.status === status).length, status] as const);
  const parts = counts.filter(([n]) => n > 0).map(([n, status]) => `${n} ${status}`);
  const split = selectionSplit(definition.base.protocol);
  return `${tried(study).length} trials tried (${parts.join(', ') || 'none defined'}), compared on ${split}`;
}
