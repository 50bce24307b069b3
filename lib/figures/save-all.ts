import { existsSync, readdirSync } from 'node:fs';
import { join, parse, relative } from 'node:path';
import { type Content, changeTogether, completeChanges, type FolderContent } from '../core/changes';
import { OUTPUTS } from '../core/files';
import { FORMATS } from './draw';
import type { Figure } from './figure';
import { figureContent, type SaveOptions } from './save';
import { type LatexOptions, type TableRow, tableContent } from './save-table';

/** Figures and tables of the same numbers, by file name without its ending. */
export interface Results {
  readonly figures?: Readonly<Record<string, Figure>>;
  readonly tables?: Readonly<Record<string, LatexOptions & { readonly rows: readonly TableRow[] }>>;
  /** Other files that belong to these, by name with ending. */
  readonly content?: FolderContent;
}

export interface SaveAllOptions extends Pick<SaveOptions, 'folder' | 'formats' | 'dpi'> {
  /** Width and height of each figure, inches. @default its own */
  readonly size?: (figure: Figure) => Pick<SaveOptions, 'width' | 'height'>;
  /**
   * Names, without ending, that an earlier call may have written: files of these names that are not written now are
   * removed.
   * @default none
   */
  readonly replaces?: readonly string[];
  /** Stops between two figures by throwing the signal's reason; nothing is written then. */
  readonly signal?: AbortSignal;
}

const ENDINGS = [...FORMATS, 'tex', 'csv'].map((format) => `.${format}`);

/**
 * Writes figures as `save` does and tables as `saveTable` does, after all of them are drawn: all files or none.
 *
 * @returns the files' paths from the working directory on
 * @throws {InputError} for a name that is no file name, a size out of range, and if there is no Chromium
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
