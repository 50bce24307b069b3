import type { Figure } from '../figures/figure';
import type { TableRow } from '../figures/save-table';

/** What stands in a report between two headings. */
export interface Section {
  readonly title: string;
  /** Whether it begins a page on paper. @default false */
  readonly newPage?: boolean;
  readonly blocks: readonly Block[];
}

/**
 * A paragraph, a table, a list of names and values, a line to type, or a picture with what it shows. `wide` ones take
 * the page's width; other tables and pictures stand two beside each other.
 */
export type Block =
  | { readonly text: string }
  | { readonly rows: readonly TableRow[]; readonly note?: string; readonly wide?: boolean }
  | { readonly title?: string; readonly values: readonly (readonly [name: string, value: string])[] }
  | { readonly command: string }
  | Picture;

export interface Picture {
  /** A figure to be drawn, or one that was: an SVG. */
  readonly picture: Figure | string;
  readonly caption: string;
  readonly wide?: boolean;
}
