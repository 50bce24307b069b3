import { existsSync, readdirSync } from 'node:fs';
import { OUTPUTS } from '../core/files';
import { classifierFolder } from '../evaluation/classifiers/classifier-folder';
import { findRecord } from '../evaluation/classifiers/classifier-record';
import { isRun } from '../training/run-folder';

/** The names of all runs, imports and ensembles in `outputs/`. @throws {InputError} for a damaged record */
export function classifierNames(): string[] {
  const entries = existsSync(OUTPUTS) ? readdirSync(OUTPUTS, { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => !entry.isFile()).map(({ name }) => name);
  return folders.filter((name) => {
    const folder = classifierFolder(name);
    return isRun(folder) || findRecord(folder) !== undefined;
  });
}
