import { counted } from '../../core/counted';
import { excerpt } from '../../core/excerpt';
import { hiddenPart } from '../files/hidden';
import type { Contents } from './contents';
import { fileOf } from './paths';

/** Notices about files that are not read, one line each for hidden files, backups and all others. */
export function leftOut({ hidden, backups, others }: Pick<Contents, 'hidden' | 'backups' | 'others'>): string[] {
  const lines: string[] = [];
  if (hidden.length > 0) {
    const names = hidden.map((path) => excerpt(hiddenPart(path)!));
    lines.push(`skipped: ${counted(hidden.length, 'hidden file')} (${some(names)})`);
  }
  if (backups.length > 0)
    lines.push(
      `skipped: ${counted(backups.length, 'file')} that are backups according to their names (${some(placesOf(backups))})`,
    );
  if (others.size > 0) {
    const kinds = byKind([...others.keys()]);
    lines.push(`skipped: ${kinds}; neither tables with pixels nor images of a known format`);
  }
  return lines;
}

/** The number of files by extension, such as `12 .heic, 1 .md`. */
export function byKind(paths: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const kind = /\.[\p{L}\d]{1,10}$/u.exec(fileOf(path))?.[0].toLowerCase() ?? 'without an extension';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, MOST).map(([kind, n]) => `${n.toLocaleString('en')} ${kind}`);
  return sorted.length > MOST ? `${shown.join(', ')}, … (${sorted.length} kinds)` : shown.join(', ');
}

function placesOf(paths: readonly string[]): string[] {
  return paths.map((path) => excerpt(path.split('/').length > 1 ? path.split('/').slice(0, -1).join('/') : path));
}

function some(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  return distinct.length > MOST ? `${distinct.slice(0, MOST).join(', ')}, …` : distinct.join(', ');
}

const MOST = 5;
