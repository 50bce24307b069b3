import { basename, join, relative } from 'node:path';
import { changeTogether, type FolderContent } from '../core/changes';
import { InputError } from '../core/errors';
import { OUTPUTS } from '../core/files';
import { type Canvas, draw, FORMATS, type Format } from './draw';
import type { Figure } from './figure';
import { printed } from './print';

export interface RenderOptions {
  readonly format: Format;
  /** CSS pixels, 96 per inch. @default the layout's, otherwise 700 */
  readonly width?: number;
  /** CSS pixels. @default the layout's, otherwise 450 */
  readonly height?: number;
  /** Dots per inch of a PNG, 36–1200; 96 gives one dot per pixel. @default 96 */
  readonly dpi?: number;
}

export interface SaveOptions {
  /** Inches, such as {@link COLUMN} or {@link PAGE}. @default the figure's own width */
  readonly width?: number;
  /** Inches. @default the figure's own height */
  readonly height?: number;
  /** Dots per inch of the PNG, 36–1200. @default 300 */
  readonly dpi?: number;
  /** @default the project's outputs/figures/ */
  readonly folder?: string;
  /** @default all three */
  readonly formats?: readonly Format[];
}

/**
 * Draws a figure as on screen: SVG and PDF as vectors with embedded fonts, PNG as a bitmap.
 *
 * @throws InputError for a size out of range, and if there is no Chromium
 */
export async function render(figure: Figure, options: RenderOptions): Promise<Buffer> {
  const [file] = await draw(figure, [options.format], canvas(figure, options));
  return file;
}

/**
 * Writes a figure for a paper, at its size and with labels of 7.5 points: `name.pdf`, `name.svg` and `name.png`, all or
 * none.
 *
 * @param name file name without its ending
 * @returns the files' paths relative to the working directory
 * @throws InputError for a size out of range, and if there is no Chromium
 */
export async function save(figure: Figure, name: string, options: SaveOptions = {}): Promise<string[]> {
  const { folder = join(OUTPUTS, 'figures') } = options;
  const write = await figureContent(figure, name, options);
  changeTogether(folder, { write });
  return Object.keys(write).map((file) => relative(process.cwd(), join(folder, file)));
}

/** The files of a figure as written by {@link save}, by name. */
export async function figureContent(figure: Figure, name: string, options: SaveOptions = {}): Promise<FolderContent> {
  const { formats = FORMATS, dpi = 300 } = options;
  if (name === '' || name !== basename(name)) throw new InputError('name', name, 'must be a file name');
  const paper = printed(figure, options);
  const files = await draw(paper, formats, canvas(paper, { dpi }));
  return Object.fromEntries(formats.map((format, i) => [`${name}.${format}`, files[i]]));
}

function canvas({ layout }: Figure, options: Partial<Canvas>): Canvas {
  const { width = layout.width ?? 700, height = layout.height ?? 450, dpi = 96 } = options;
  inRange('width', width, 10, 10_000);
  inRange('height', height, 10, 10_000);
  inRange('dpi', dpi, 36, 1200);
  return { width, height, dpi };
}

function inRange(key: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high)) throw new InputError(key, value, `must be ${low}–${high}`);
}
