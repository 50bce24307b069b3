import { type Dataset, SPLITS } from '../dataset';
import { FERPLUS_VOTES, type FerPlus, votesOf } from '../ferplus';
import type { AuditReport } from './audit';

/**
 * The findings as tables, by file name. `row` is {@link Dataset.rows}: it counts from 0, without the header.
 */
export function auditTables(data: Dataset, report: AuditReport, ferplus?: FerPlus): Record<string, string> {
  const image = (i: number) => `${data.rows[i]},${SPLITS[data.splits[i]]},${data.classes[data.labels[i]]}`;
  const conflicting = new Set(report.conflicting);
  const tables: Record<string, string> = {
    'blank.csv': csv('row,split,label', report.blank.map(image)),
    'exact.csv': csv(
      'group,row,split,label',
      report.exact.flatMap((group, g) => group.map((i) => `${g},${image(i)}`)),
    ),
    'near.csv': csv(
      'first_row,first_split,first_label,second_row,second_split,second_label,correlation',
      report.near.map((pair) => `${image(pair.first)},${image(pair.second)},${pair.correlation.toFixed(4)}`),
    ),
    'copies.csv': csv(
      'group,row,split,label,conflicting',
      report.copies.flatMap((group, g) => group.map((i) => `${g},${image(i)},${conflicting.has(group)}`)),
    ),
    'conflicting.csv': csv(
      'group,row,split,label',
      report.conflicting.flatMap((group) => group.map((i) => `${report.copies.indexOf(group)},${image(i)}`)),
    ),
  };
  if (ferplus === undefined || report.ferplus === undefined) return tables;
  const votes = votesOf(data, ferplus);
  const voted = (i: number) =>
    `${image(i)},${votes.subarray(i * FERPLUS_VOTES.length, (i + 1) * FERPLUS_VOTES.length)}`;
  const header = `row,split,label,${FERPLUS_VOTES.join(',')}`;
  tables['ferplus-disagreeing.csv'] = csv(header, report.ferplus.disagreeing.map(voted));
  tables['ferplus-not-a-face.csv'] = csv(header, report.ferplus.notFace.map(voted));
  return tables;
}

function csv(header: string, rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`;
}
