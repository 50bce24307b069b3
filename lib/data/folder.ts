import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../core/errors';
import { excerpt } from '../core/excerpt';
import { percent } from '../core/percent';
import { assignSplits } from './assign';
import { type ClassFolders, classFolders } from './class-folders';
import { classCounts, type Dataset, SIZE, SPLITS, select } from './dataset';
import type { ReadOptions } from './dataset-source';
import { contentsOf } from './forms/contents';
import { type LabelledFile, readFittedImages } from './forms/images';
import { FER2013_LABELS, labelOfWord } from './forms/labels';
import { leftOut } from './forms/left-out';
import { loadForm } from './forms/load-form';
import type { FormOptions, Loaded } from './forms/loaded';
import { recognise } from './forms/recognise-form';
import { subjectsOf } from './subjects';
import { withValidation } from './validation-share';

/**
 * The user's own folder: images of any size in folders named after their class, inside or around folders named after
 * the split (`train/happy/1.png`), or any other form of FER2013. Images are resized to `image_size`, by default 48×48.
 * If no path names a split, PublicTest and PrivateTest are the shares `val` and `test` of the images, drawn at random
 * with `split_seed`.
 *
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadFolder(path: string, options: ReadOptions = {}): Promise<Loaded> {
  const contents = options.contents ?? (await contentsOf(path));
  const isImages = contents.tables.size === 0 && contents.parquet.length === 0 && contents.images.length > 0;
  const folders = isImages ? classFolders(contents.images) : undefined;
  if (folders && !folders.classes.every(isEmotion)) {
    if (folders.classes.length === 1)
      throw new InputError(basename(path), 'one class only', 'must contain a folder for each of two classes or more');
    requireImages(path, folders.classes);
    return ownClasses(path, contents.images, folders, options, leftOut(contents));
  }
  const { onProgress, image_size } = options;
  const form = recognise(path, FER2013_LABELS, contents);
  const assign: FormOptions['assign'] = (keys, rowsBy) => unnamedSplits(keys, options, rowsBy);
  const fit = image_size || SIZE;
  return loadForm(path, form, { name: basename(path), labels: FER2013_LABELS, onProgress, assign, fit });
}

/** Whether a folder names one of FER2013's emotions, or a number, which is read as one or refused. */
function isEmotion(name: string): boolean {
  return labelOfWord(name, FER2013_LABELS) !== undefined || /^\d$/.test(name);
}

async function ownClasses(
  path: string,
  paths: readonly string[],
  folders: ClassFolders,
  options: ReadOptions,
  omitted: readonly string[],
): Promise<Loaded> {
  const { image_size, onProgress } = options;
  const { classes } = folders;
  const { files, notices } = splitFiles(paths, folders, options);
  const shared = { name: basename(path), classes, size: image_size || SIZE };
  const read = await readFittedImages(path, files, shared, onProgress);
  if (!options.evaluationOnly) requireClasses(read.data);
  const form = `images of ${classes.length} classes: ${classes.join(', ')}`;
  return { data: read.data, form, notices: [...folders.notices, ...notices, ...read.notices, ...omitted] };
}

function splitFiles(
  paths: readonly string[],
  { labelOf, splitOf, hasValidation }: ClassFolders,
  options: ReadOptions,
): { files: LabelledFile[]; notices: string[] } {
  if (splitOf === undefined) {
    const { splits, notice } = unnamedSplits(paths, options);
    return {
      files: paths.map((path) => ({ path, label: labelOf(path), split: splits.get(path)! })),
      notices: [notice],
    };
  }
  const files = paths.map((path) => ({ path, label: labelOf(path), split: splitOf(path) }));
  if (hasValidation || options.evaluationOnly) return { files, notices: [] };
  const { val = 0.1, split_seed } = options;
  const { groupOf, how } = groupsOf(paths);
  const notice = `splits: no folder names a validation split: ${percent(val)} of Training are PublicTest, ${how}`;
  return { files: withValidation(files, val, split_seed, groupOf), notices: [notice] };
}

/**
 * Splits of images that name none, by key. If file names or a column identify subjects, no subject is in two splits.
 *
 * @param keys paths of images; for rows of a table, their subjects or numbers
 * @param rowsBy what the keys are, for rows of a table
 */
function unnamedSplits(
  keys: readonly string[],
  { val = 0.1, test = 0.1, split_seed, evaluationOnly = false }: ReadOptions,
  rowsBy?: 'subject' | 'number',
): { splits: ReadonlyMap<string, number>; notice: string } {
  const unnamed = `no ${rowsBy ? 'column' : 'folder'} names a split`;
  if (evaluationOnly) return { splits: new Map(keys.map((key) => [key, 0])), notice: unnamed };
  const rows = { groupOf: (key: string) => key, how: rowsBy === 'subject' ? 'by subject' : 'at random' };
  const { groupOf, how } = rowsBy ? rows : groupsOf(keys);
  const splits = assignSplits(keys.map(groupOf), [1 - val - test, val], split_seed);
  const shares = `${percent(1 - val - test)} are Training, ${percent(val)} PublicTest, ${percent(test)} PrivateTest`;
  return {
    splits: new Map(keys.map((key) => [key, splits.get(groupOf(key))!])),
    notice: `${unnamed}: ${shares}, ${how}`,
  };
}

/** Groups of images that stay in one split: by subject if all file names begin with one, otherwise single images. */
function groupsOf(paths: readonly string[]): { groupOf: (path: string) => string; how: string } {
  const subjectOf = subjectsOf(paths);
  return subjectOf ? { groupOf: subjectOf, how: 'by subject' } : { groupOf: (path) => path, how: 'at random' };
}

/** @throws {InputError} for a folder among those of the classes that holds nothing, which no archive can have */
function requireImages(path: string, classes: readonly string[]): void {
  const isFolder = (folder: string) => existsSync(folder) && statSync(folder).isDirectory();
  const folders = isFolder(path) ? [path, ...foldersIn(path)] : [];
  const parents = folders.filter((folder) => foldersIn(folder).some((child) => classes.includes(basename(child))));
  const empty = parents.flatMap(foldersIn).find((folder) => readdirSync(folder).length === 0);
  if (empty) throw new InputError(excerpt(basename(empty)), 'an empty class', 'must contain images, or be removed');
}

function foldersIn(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => join(path, name));
}

/** @throws {InputError} if a class has no image to learn from, or a split none at all */
function requireClasses(data: Dataset): void {
  if (!data.splits.includes(SPLITS.indexOf('Training'))) throw new InputError('Training', '0 images', 'must have some');
  const without = classCounts(select(data, 'Training')).indexOf(0);
  if (without >= 0) throw new InputError(excerpt(data.classes[without]), 'no Training images', 'must have some');
}
