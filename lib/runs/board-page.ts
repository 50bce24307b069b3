import type { Dataset } from '../data/dataset';
import { DAGGER_NOTE, UNKNOWN_NOTE } from '../evaluation/describe';
import type { TableRow } from '../figures/save-table';
import { reportPage } from '../report/page';
import type { Section } from '../report/section';
import { type BoardEntry, isMarked } from './board';

/**
 * Columns of the board that say where a classifier comes from and what it costs; the page has them in a second table.
 */
const BACKGROUND = ['Fitted to', 'Selected on', 'Extra data', 'Parameters (M)', 'Multiply-adds (M)', 'ms per face'];

const NOTES = [
  'Accuracies with 95 % intervals (Wilson)',
  "classifiers that share a letter do not differ significantly (McNemar's mid-p, Holm's correction, p ≥ 0.05)",
];
const BOARD_CROSS_NOTE = '→ cross-data-set: trained on that data set';
const COST_NOTE = 'costs are of one view of one face; time on this machine, in batches';

/** The note below the board's table. @param hasCosts whether the table contains costs */
export function boardNote(entries: readonly BoardEntry[], hasCosts: boolean): string {
  const isUnknown = entries.some(({ evaluation }) => evaluation.selected_on === 'unknown');
  return [
    ...NOTES,
    ...(hasCosts ? [COST_NOTE] : []),
    ...(entries.some(({ evaluation }) => evaluation.cross) ? [BOARD_CROSS_NOTE] : []),
    ...(isMarked(entries) ? [DAGGER_NOTE] : []),
    ...(isUnknown ? [`unknown: ${UNKNOWN_NOTE}`] : []),
  ].join('; ');
}

/**
 * The board as a self-contained HTML page.
 *
 * @param rows from `boardTable`
 * @param note from {@link boardNote}
 */
export function boardPage(
  entries: readonly BoardEntry[],
  rows: readonly TableRow[],
  note: string,
  data: Dataset,
): Promise<string> {
  const { split, n } = entries[0].evaluation;
  const lead = `${entries.length} classifiers, n = ${n}`;
  return reportPage(`${data.name}, ${split === 'all' ? 'all images' : split}`, lead, sectionsOf(rows, `${note}.`));
}

function sectionsOf(rows: readonly TableRow[], note: string): Section[] {
  const only = (wanted: (column: string) => boolean) =>
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => column === 'Name' || wanted(column))),
    );
  const isBackground = (column: string) => BACKGROUND.includes(column);
  return [
    { title: 'Accuracy', blocks: [{ rows: only((column) => !isBackground(column)), note, wide: true }] },
    { title: 'Training and costs', blocks: [{ rows: only(isBackground), wide: true }] },
  ];
}
