import { existsSync, readdirSync } from 'node:fs';
import { join, parse, relative } from 'node:path';
import { type Content, changeTogether, completeChanges, type FolderContent } from '../core/changes';
import { OUTPUTS } from '../core/files';
import { FORMATS } from './draw';
import type { Figure } from './figure';
import { figureContent, type SaveOptions } from './save';
import { type LatexOptions, type TableRow, tableContent } from './save-table';

/** Figures and tables of the same results, by file name without its ending. */
export interface Results {
  readonly figures?: Readonly<Record<string, Figure>>;
  readonly tables?: Readonly<Record<string, LatexOptions & { readonly rows: readonly TableRow[] }>>;
  /** Other files that belong to them, by file name. */
  readonly content?: FolderContent;
}

export interface SaveAllOptions extends Pick<SaveOptions, 'folder' | 'formats' | 'dpi'> {
  /** Width and height of each figure, inches. @default its own */
  readonly size?: (figure: Figure) => Pick<SaveOptions, 'width' | 'height'>;
  /**
   * Names, without ending, of files that an earlier call may have written. Those that are not written again are
   * removed.
   * @default none
   */
  readonly replaces?: readonly string[];
  /** Stops between two figures by throwing the signal's reason; then nothing is written. */
  readonly signal?: AbortSignal;
}

const ENDINGS = [...FORMATS, 'tex', 'csv'].map((format) => `.${format}`);

/**
 * Writes figures like `save` and tables like `saveTable`, after drawing all of them: all files or none.
 *
 * @returns the files' paths relative to the working directory
 * @throws {InputError} for an invalid file name, a size out of range, and if there is no Chromium
 */
export async function saveAll(
  { figures = {}, tables = {}, content = {} }: Results,
  options: SaveAllOptions = {},
): Promise<string[]> {
  const { folder = join(OUTPUTS, 'figures'), replaces = [], size, signal } = options;
  const write: Record<string, Content> = { ...(content as Record<string, Content>) };
  for (const [name, table] of Object.entries(tables)) Object.assign(write, tableContent(table.rows, name, table));
  for (const [name, figure] of Object.entries(figures)) {
    signal?.throwIfAborted();
    Object.assign(write, await figureContent(figure, name, { ...options, ...size?.(figure) }));
  }
  signal?.throwIfAborted();
  completeChanges(folder);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const earlier = names.filter((file) => ENDINGS.includes(parse(file).ext) && replaces.includes(parse(file).name));
  changeTogether(folder, { write, remove: earlier });
  return Object.keys(write).map((file) => relative(process.cwd(), join(folder, file)));
}
