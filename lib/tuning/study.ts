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
 * `pruned` is a trial that others beat before its last epoch, so far; `waiting` one that is to be trained, or trained on;
 * `left` one that the study's definition no longer asks for, unfinished.
 */
export type TrialStatus = (typeof STATUSES)[number];

/** A training of a study. */
export interface Trial {
  /** From 1; its run is in `trials/0001/` of the study's folder. */
  readonly number: number;
  readonly settings: Hyperparameters;
  readonly status: TrialStatus;
  /** Epochs that it is known to be trained to, ≥ those it has. */
  readonly wanted: number;
  /** Finished epochs, those under way in a stage too. */
  readonly history: readonly EpochRecord[];
  /** On the selection split, of its best epoch: 0–1; undefined before its first stage has ended. */
  readonly accuracy: number | undefined;
  /** Why it failed, in one line. */
  readonly failed: string | undefined;
}

/** A study as its files say. */
export interface Study {
  readonly folder: string;
  readonly definition: CompleteDefinition;
  readonly trials: readonly Trial[];
  /** Whether the split that the protocol reports on has images; true if that is not on record. */
  readonly canReport: boolean;
}

/**
 * Reads a study back.
 * @param folder as `studyFolder` names it
 * @throws {InputError} where there is none
 */
export function readStudy(folder: string): Study {
  const record = readRecord(folder);
  const progress = new Map(
    record.trials.map(({ number }) => [number, readProgress(trialFolder(folder, number).path)] as const),
  );
  const running = record.trials.map(({ number }) => number).filter((n) => isLocked(trialFolder(folder, n).path));
  return studyOf(folder, record, progress, new Set(running));
}

/** What the files say, put together. */
export function studyOf(
  folder: string,
  record: StudyRecord,
  progress: ReadonlyMap<number, TrialProgress>,
  running: ReadonlySet<number>,
): Study {
  // A trial has one open job: its next stage.
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

/** The trials that were begun: among how many the best one was chosen. */
export function tried({ trials }: Study): readonly Trial[] {
  return trials.filter(({ history, failed }) => history.length > 0 || failed !== undefined);
}

/** How a study stands, in a line: what was tried, and on which split it was compared. */
export function studySummary(study: Study): string {
  const { trials, definition } = study;
  const counts = STATUSES.map((status) => [trials.filter((trial) => trial.status === status).length, status] as const);
  const parts = counts.filter(([n]) => n > 0).map(([n, status]) => `${n} ${status}`);
  const split = selectionSplit(definition.base.protocol);
  return `${tried(study).length} trials tried (${parts.join(', ') || 'none asked for'}), compared on ${split}`;
}
