import type { AuditReport } from '../data/audit';
import { type Dataset, imagesAt, SPLITS } from '../data/dataset';
import { FERPLUS_VOTES, type FerPlus, votesOf } from '../data/ferplus';
import type { Figure } from './figure';
import { gallery } from './gallery';
import { PAGE } from './theme';

/** Number of images in a gallery, and per row. */
const SHOWN = 24;
const COLUMNS = 6;

interface Shown {
  /** Index in the data set. */
  readonly image: number;
  /** Shown below split, row and label. */
  readonly remark?: string;
}

/**
 * A gallery for each of the audit's findings that has images, by file name: a sample of them, from the first to the
 * last. Copies are shown in pairs.
 */
export function auditFigures(data: Dataset, report: AuditReport, ferplus?: FerPlus): Record<string, Figure> {
  const { blank, exact, near, copies, conflicting } = report;
  const byAlikeness = [...near].sort((a, b) => b.correlation - a.correlation);
  const findings: Record<string, readonly (readonly Shown[])[]> = {
    blank: blank.map((image) => [{ image }]),
    exact: exact.map(([first, second]) => pair(first, second)),
    near: byAlikeness.map(({ first, second, correlation }) => pair(first, second, `r = ${correlation.toFixed(3)}`)),
    'across-splits': copies.flatMap((group) => unlike(group, data.splits)),
    conflicting: conflicting.flatMap((group) => unlike(group, data.labels)),
    ...(ferplus && report.ferplus ? doubts(report.ferplus, votesOf(data, ferplus)) : {}),
  };
  const found = Object.entries(findings).filter(([, units]) => units.length > 0);
  return Object.fromEntries(found.map(([name, units]) => [name, pictures(data, units)]));
}

function pair(first: number, second: number, remark?: string): readonly Shown[] {
  return [first, second].map((image) => ({ image, remark }));
}

/** The first image of a group paired with the first that differs from it in a column; empty if none differs. */
function unlike(group: readonly number[], column: Uint8Array): (readonly Shown[])[] {
  const other = group.find((i) => column[i] !== column[group[0]]);
  return other === undefined ? [] : [pair(group[0], other)];
}

function doubts(
  { disagreeing, notFace }: NonNullable<AuditReport['ferplus']>,
  votes: Uint8Array,
): Record<string, readonly (readonly Shown[])[]> {
  const kinds = FERPLUS_VOTES.length;
  const seen = (image: number) => {
    const own = Array.from(votes.subarray(image * kinds, (image + 1) * kinds));
    const most = Math.max(...own);
    const answer = FERPLUS_VOTES[own.indexOf(most)];
    return { most, remark: `FER+: ${answer === 'NF' ? 'not a face' : answer} ${most}` };
  };
  const sure = (images: readonly number[]) => {
    const withVotes = images.map((image) => ({ image, ...seen(image) }));
    return withVotes.sort((a, b) => b.most - a.most).map((shown) => [shown]);
  };
  return { 'ferplus-disagreeing': sure(disagreeing), 'ferplus-not-a-face': sure(notFace) };
}

function pictures(data: Dataset, units: readonly (readonly Shown[])[]): Figure {
  const room = Math.floor(SHOWN / units[0].length);
  const step = Math.max(1, (units.length - 1) / (room - 1));
  const chosen = Array.from({ length: Math.min(room, units.length) }, (_, k) => units[Math.round(k * step)]).flat();
  const captions = chosen.map(({ image, remark }) => {
    const lines = [`${SPLITS[data.splits[image]]} ${data.rows[image]}`, data.classes[data.labels[image]], remark];
    return lines.filter((line) => line !== undefined).join('<br>');
  });
  const shown = imagesAt(
    data,
    chosen.map(({ image }) => image),
  );
  return gallery(shown, { captions, columns: COLUMNS, width: PAGE });
}
