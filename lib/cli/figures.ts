/** `npm run figures -- name=my_vgg format=pdf width=column`: draws a run's figures again, for a paper or a slide. */
import { SPLITS } from '../data/dataset';
import { InputError } from '../errors';
import { evaluatedSplits } from '../evaluation/stored';
import { closeBrowser } from '../figures/browser';
import { FORMATS, type Format } from '../figures/draw';
import type { Figure } from '../figures/figure';
import { printSize } from '../figures/print';
import { runFigures } from '../figures/run';
import { saveAll } from '../figures/save-all';
import { COLUMN, PAGE } from '../figures/theme';
import { readSettings, runFolder } from '../training/run';
import { command, nameOf, numberIn, oneOf, onlyKeys } from './command';
import { imagesAtHand } from './images';

const KNOWN = ['name', 'split', 'format', 'width', 'height', 'dpi', 'titles', 'path', 'model_save_dir'];

/** What a figure may measure, inches. */
const INCHES = [0.5, 40] as const;
/** Inches below which panels stand one above the other. */
const NARROW = 5;

command(async (values, signal) => {
  onlyKeys(values, KNOWN);
  const name = nameOf(values);
  const formats = formatsOf(values.get('format'));
  const width = widthOf(values);
  const height = numberIn(values, 'height', INCHES);
  const dpi = numberIn(values, 'dpi', [36, 1200]);
  const split = oneOf(values, 'split', SPLITS);
  const titled = oneOf(values, 'titles', ['yes', 'no']) !== 'no';
  const folder = runFolder(name, values.get('model_save_dir'));
  const settings = readSettings(folder);
  const data = await imagesAtHand(settings, values.get('path'));
  const splits = split === undefined ? evaluatedSplits(folder) : [split];
  const panels = width !== undefined && width < NARROW ? 'stacked' : 'beside';
  const figures = runFigures(folder, { splits, data, titled, panels });
  const size = (figure: Figure) => {
    const own = printSize(figure);
    return { width, height: height ?? (width && (own.height * width) / own.width) };
  };
  try {
    const files = await saveAll({ figures }, { folder: folder.figures, formats, dpi, size, signal });
    for (const file of files) console.log(file);
  } finally {
    await closeBrowser();
  }
});

function formatsOf(text: string | undefined): readonly Format[] | undefined {
  const formats = text?.split(',');
  const stray = formats?.find((format) => !FORMATS.includes(format as Format));
  if (stray !== undefined) throw new InputError('format', stray, `must be some of ${FORMATS.join(',')}`);
  return formats as Format[] | undefined;
}

function widthOf(values: ReadonlyMap<string, string>): number | undefined {
  const text = values.get('width');
  if (text === 'column') return COLUMN;
  return text === 'page' ? PAGE : numberIn(values, 'width', INCHES, 'must be column, page or 0.5–40 inches');
}
