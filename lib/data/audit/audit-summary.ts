import { type Dataset, SPLITS } from '../dataset';
import type { AuditReport } from './audit';

/** A finding as a number. */
export interface Finding {
  readonly finding: string;
  readonly count: number;
}

type Groups = AuditReport['copies'];

/** The findings as numbers, in the order of a report. */
export function auditSummary(data: Dataset, report: AuditReport): Finding[] {
  const { blank, exact, near, copies, conflicting, threshold, calibrated, ferplus } = report;
  const alike = `images alike (correlation ≥ ${threshold})`;
  const summary = [
    { finding: 'blank images', count: blank.length },
    ...describe('same pixels', exact, data),
    {
      finding: calibrated ? `near duplicates (correlation ≥ ${threshold}): pairs` : `${alike}: pairs`,
      count: near.length,
    },
    ...describe(calibrated ? 'copies of one photograph' : alike, copies, data),
    { finding: `${calibrated ? 'copies' : 'images alike'} with conflicting labels: groups`, count: conflicting.length },
    {
      finding: `${calibrated ? 'copies' : 'images alike'} with conflicting labels: images`,
      count: conflicting.flat().length,
    },
  ];
  if (ferplus === undefined) return summary;
  return [
    ...summary,
    { finding: "labels that are not FER+'s most frequent vote", count: ferplus.disagreeing.length },
    { finding: 'images that FER+ calls not a face', count: ferplus.notFace.length },
  ];
}

function describe(name: string, groups: Groups, data: Dataset): Finding[] {
  const images = groups.flat().length;
  return [
    { finding: `${name}: groups`, count: groups.length },
    { finding: `${name}: images`, count: images },
    { finding: `${name}: images beyond the first of each group`, count: images - groups.length },
    ...SPLITS.flatMap((split, k) =>
      SPLITS.slice(0, k).map((other, earlier) => ({
        finding: `${name}: images of ${split} with one in ${other}`,
        count: imagesWithOneIn(earlier, k, groups, data),
      })),
    ),
  ];
}

function imagesWithOneIn(other: number, split: number, groups: Groups, { splits }: Dataset): number {
  const shared = groups.filter((group) => group.some((i) => splits[i] === other));
  return shared.flat().filter((i) => splits[i] === split).length;
}
