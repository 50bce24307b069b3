import type { Figure } from '../figures/figure';
import { inNotebook, type MimeBundle, Output } from '../terminal/cell-output';
import type { Table } from '../terminal/text-table';
import { figureBundle, imageBundle, tableBundle } from './bundles';

/** Options of {@link show}. */
export interface ShowOptions {
  /** Maximum number of rows. @default 20 */
  readonly limit?: number;
}

/**
 * Shows a figure, a table (arquero, danfojs, or an array of objects), an encoded image (PNG, JPEG) or text below the
 * cell. Outside a notebook, prints it as text; figures and images become one line.
 */
export function show(value: Figure | Table | Uint8Array | string, { limit = 20 }: ShowOptions = {}): void {
  const shown = bundle(value, limit);
  if (typeof value !== 'string' && inNotebook()) new Output().show(shown);
  else console.log(shown['text/plain']);
}

function bundle(value: Figure | Table | Uint8Array | string, limit: number): MimeBundle {
  if (typeof value === 'string') return { 'text/plain': value };
  if (value instanceof Uint8Array) return imageBundle(value);
  if ('layout' in value) return figureBundle(value);
  return tableBundle(value, limit);
}
