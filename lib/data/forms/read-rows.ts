import { InputError } from '../../core/errors';
import { DatasetBuilder } from '../builder';
import { concatenated, type Dataset, hash, SPLITS } from '../dataset';
import { filesAt } from '../files/files-at';
import { readTable } from '../table/read-table';
import { beyond } from './beyond';
import { imageDecoder } from './decode';
import { type FormOptions, type Loaded, sharedOf } from './loaded';
import { readParquet } from './parquet';
import type { Form } from './recognise-form';
import { MERGED, SplitColumn } from './split-column';
import { type PathSplits, splitsOf } from './splits';

/** The rows of a file. */
interface Part {
  readonly path: string;
  readonly data: Dataset;
  /** Whether a column names the split of each row. */
  readonly isComplete: boolean;
}

/**
 * Reads tables or parquet files, split by split. Skips a file whose images are all in another file.
 *
 * @throws {InputError} that names the file, the row and the fault
 */
export async function readRows(
  path: string,
  form: Form,
  options: FormOptions,
): Promise<Pick<Loaded, 'data' | 'notices'>> {
  const splits = splitsOf(form.paths, 'tables');
  const decode = form.kind === 'parquet' ? await imageDecoder() : undefined;
  const notices = new Set<string>();
  const parts: Part[] = [];
  const isAssigned = options.assign !== undefined && form.paths.length === 1 && !form.hasSplits && !splits.named;
  const subjects: string[] = [];
  for await (const file of filesAt(path)) {
    if (!form.paths.includes(file.path)) continue;
    const builder = new DatasetBuilder(sharedOf(options), parts.length === 0 ? EXPECTED_IMAGES : 0);
    const column = new SplitColumn();
    // Tables besides a complete one need no split: they may only repeat it.
    const split =
      splits.of(file.path) ?? (isAssigned || (form.hasSplits && file.path !== form.paths[0]) ? 0 : undefined);
    const rows = { split, column, labels: options.labels, subjects: isAssigned ? subjects : undefined };
    const read = decode ? await readParquet(file, builder, decode, rows) : await readTable(file, builder, rows);
    const resolved = column.resolve(builder.build(), file.path);
    if (read.isComplete) checkSplits(file.path, resolved.data, splits);
    for (const notice of [...resolved.notices, ...read.notices]) notices.add(notice);
    parts.push({ path: file.path, data: resolved.data, isComplete: read.isComplete });
  }
  const kept = form.hasSplits ? mainOf(parts, form.paths[0], notices) : distinct(inOrder(parts, splits), notices);
  const data = concatenated(kept.map((part) => part.data));
  if (isAssigned && !parts[0].isComplete) return assigned(data, subjects, [...notices], options);
  for (const notice of splitNotices(kept, splits, data)) notices.add(notice);
  return { data, notices: [...notices] };
}

/** Rows that name no split: by subject, if a column names it. */
function assigned(
  data: Dataset,
  subjects: readonly string[],
  notices: readonly string[],
  { assign }: FormOptions,
): Pick<Loaded, 'data' | 'notices'> {
  const hasSubjects = subjects.length === data.labels.length;
  const keys = hasSubjects ? subjects : Array.from(data.rows, String);
  const { splits, notice } = assign!(keys, hasSubjects ? 'subject' : 'number');
  return { data: { ...data, splits: Uint8Array.from(keys, (key) => splits.get(key)!) }, notices: [...notices, notice] };
}

/** Initial capacity: FER2013 has 35,887 images. */
const EXPECTED_IMAGES = 36_000;

function inOrder(parts: readonly Part[], splits: PathSplits): Part[] {
  return [...parts].sort((a, b) => (splits.of(a.path) ?? 0) - (splits.of(b.path) ?? 0) || (a.path < b.path ? -1 : 1));
}

/** @throws {InputError} if a file's name contradicts its column of splits */
function checkSplits(path: string, data: Dataset, splits: PathSplits): void {
  const stray = data.splits.find((split) => !splits.allows(path, split));
  if (stray === undefined) return;
  const named = SPLITS[splits.of(path)!];
  throw new InputError(
    path,
    `named ${named}, with rows of ${SPLITS[stray]}`,
    'must name the split of its rows, or none',
  );
}

/** The complete table; other tables may only repeat it. */
function mainOf(parts: readonly Part[], path: string, notices: Set<string>): Part[] {
  const main = parts.find((part) => part.path === path)!;
  for (const part of parts) {
    if (part === main) continue;
    const extra = beyond(part.data, main.data, part.isComplete);
    if (extra > 0)
      throw new InputError(
        part.path,
        `${extra.toLocaleString('en')} of ${part.data.labels.length.toLocaleString('en')} images are not in ${main.path}`,
        'must repeat it, or path= must name the table to read',
      );
    notices.add(`skipped: ${part.path}, whose images are also in ${main.path}`);
  }
  return [main];
}

/** The files without those that repeat another file. */
function distinct(parts: readonly Part[], notices: Set<string>): Part[] {
  const first = new Map<string, string>();
  return parts.filter(({ path, data }) => {
    const key = hash(data);
    const twin = first.get(key);
    if (twin === undefined) first.set(key, path);
    else notices.add(`skipped: ${path}, whose images are also in ${twin}`);
    return twin === undefined;
  });
}

function splitNotices(parts: readonly Part[], splits: PathSplits, data: Dataset): string[] {
  if (parts.every(({ isComplete }) => isComplete)) return [];
  const merged = splits.merged && !data.splits.includes(SPLITS.indexOf('PrivateTest'));
  return merged ? [...splits.notices, MERGED] : [...splits.notices];
}
