import { printable } from '../core/excerpt';
import { type Dataset, SPLITS, splitCounts } from './dataset';
import type { ReadOptions } from './dataset-source';
import type { Loaded } from './forms/loaded';
import { MERGED } from './forms/split-column';

/** The size of each split, such as `28,709 Training, 3,589 PublicTest, 3,589 PrivateTest`. */
export function describeCounts(dataset: Dataset): string {
  const counts = splitCounts(dataset);
  return SPLITS.map((split) => `${counts[split].toLocaleString('en')} ${split}`).join(', ');
}

/** Maximum length of a notice, which may list many names. */
const LONGEST = 1000;

/** Notices about a loaded data set: what was skipped or assumed, and which splits are empty. Safe to print. */
export function noticesOf(loaded: Loaded, { evaluationOnly = false }: ReadOptions = {}): string[] {
  return (evaluationOnly ? loaded.notices : rawNotices(loaded)).map((notice) => printable(notice, LONGEST));
}

function rawNotices({ data, notices }: Loaded): string[] {
  const empty = SPLITS.filter((split) => splitCounts(data)[split] === 0);
  if (empty.length === 0 || notices.some((notice) => notice.endsWith(MERGED))) return [...notices];
  const meaning = empty.includes('Training')
    ? 'nothing can be trained on it'
    : empty.length === 2
      ? 'no split is left to select weights on or to report on'
      : 'one split cannot both select weights and be reported on, so none is left to report on';
  return [...notices, `${empty.join(' and ')} ${empty.length > 1 ? 'have' : 'has'} no images: ${meaning}`];
}
