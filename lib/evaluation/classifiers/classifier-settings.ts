import type { Split } from '../../data/dataset';
import { type DataPlace, dataOptions } from '../../training/data-shape';
import { reportSplit } from '../../training/protocol';
import { type RunFolder, type RunSettings, readSettings } from '../../training/run-folder';
import { type ClassifierFolder, classifierFolder } from './classifier-folder';
import { type ClassifierRecord, findRecord } from './classifier-record';

/**
 * What is on disk about a classifier: a trained run, or the record of something else whose class probabilities can be
 * evaluated. Evaluations, reports, comparisons and the board read all of them alike.
 */
export interface ClassifierSettings {
  readonly name: string;
  readonly data: DataPlace;
  /** The split to report. */
  readonly reported: Split;
  /** Use the first images of each split only; 0 for all. */
  readonly limit: number;
  /** Settings of a run. */
  readonly run?: RunSettings;
  /** Record of anything else. */
  readonly record?: ClassifierRecord;
}

/**
 * Reads what a folder says about its classifier.
 * @throws {InputError} if there is none, or if it is damaged
 */
export function classifierSettings(folder: RunFolder): ClassifierSettings {
  const record = findRecord(folder);
  if (record) return { name: record.name, data: record.data, reported: reportedBy(record), limit: 0, record };
  const run = readSettings(folder);
  const { name, protocol, limit } = run.options;
  return { name, data: dataOptions(run.options), reported: reportSplit(protocol), limit, run };
}

/** The folders of an ensemble's members; the folder itself of anything else. */
export function memberFolders(folder: ClassifierFolder): ClassifierFolder[] {
  const record = folder.members ? undefined : findRecord(folder);
  const members = folder.members ?? (record?.kind === 'ensemble' ? record.members : undefined);
  return members?.map((member) => classifierFolder(member)) ?? [folder];
}

/** Of imported predictions, the first of these that was imported; the split that selected the classifier is last. */
function reportedBy(record: ClassifierRecord): Split {
  if (record.kind !== 'predictions') return 'PrivateTest';
  const { facts, imports } = record;
  const splits = (['PrivateTest', 'PublicTest', 'Training'] as const).filter((split) => imports[split]);
  return splits.find((split) => split !== facts.selected_on) ?? splits[0] ?? 'PrivateTest';
}
