import type { Figure } from '../figures/figure';
import type { TableRow } from '../figures/save-table';

/** A section of a report. */
export interface Section {
  readonly title: string;
  /** Whether it starts a new page in print. @default false */
  readonly newPage?: boolean;
  readonly blocks: readonly Block[];
}

/**
 * A paragraph, a table, a list of names and values, a command, or a figure with a caption. `wide` blocks fill the
 * page's width; other tables and figures are placed in pairs.
 */
export type Block =
  | { readonly text: string }
  | { readonly rows: readonly TableRow[]; readonly note?: string; readonly wide?: boolean }
  | { readonly title?: string; readonly values: readonly (readonly [name: string, value: string])[] }
  | { readonly command: string }
  | Picture;

export interface Picture {
  /** A figure to draw, or an SVG. */
  readonly picture: Figure | string;
  readonly caption: string;
  readonly wide?: boolean;
}
