/** `npm run figures -- name=my_vgg format=pdf width=column`: redraws a run's figures for a paper or a slide. */
import { documented } from '../core/help';
import { choice, flag, type Key, list, number, optional } from '../core/keys';
import { kindKey } from '../core/kind-key';
import { EVALUATED_SPLITS } from '../data/dataset';
import { evaluationFolder } from '../evaluation/cross/cross-folder';
import { closeBrowser } from '../figures/browser';
import { FORMATS } from '../figures/draw';
import { figureKinds } from '../figures/evaluation-figures';
import { sizeOnPaper } from '../figures/print';
import { saveAll } from '../figures/save-all';
import { COLUMN, PAGE } from '../figures/theme';
import { openClassifier } from '../runs/classifier';
import { command } from './command';
import { CLASSIFIER_KEYS, CROSS_KEYS, IMAGE_KEYS } from './run-keys';

/** Width in inches below which panels are stacked. */
const NARROW = 5;

const inches = number(undefined, '0.5–40', (x) => x >= 0.5 && x <= 40);

/** `column`, `page`, or inches. */
const width: Key<number> = {
  ...inches,
  values: () => 'column, page, or 0.5–40 inches',
  check: (value) => (inches.check(value) === undefined ? undefined : 'must be column, page or 0.5–40 inches'),
  parse: (given) => (given === 'column' ? COLUMN : given === 'page' ? PAGE : inches.parse(given)),
};

const KEYS = documented(__filename, {
  ...CLASSIFIER_KEYS,
  ...CROSS_KEYS,
  path: IMAGE_KEYS.path,
  /** Split to use. */
  split: optional(choice(EVALUATED_SPLITS, 'PrivateTest'), 'all that were evaluated'),
  /** The only figure of evaluations to draw, or a file that exports your own. */
  figure: optional(kindKey(figureKinds, 'confusion'), 'all, and learning curves and mistakes'),
  /** File formats. */
  format: list(FORMATS, FORMATS),
  /** Width of the figures. */
  width: optional(width, "each figure's own"),
  /** Height, inches. */
  height: optional(inches, 'in proportion to the width'),
  /** Resolution of PNG files, dots per inch. */
  dpi: optional(
    number(undefined, '36–1200', (x) => x >= 36 && x <= 1200),
    '300',
  ),
  /** Whether figures have titles. */
  titles: flag(true),
});

const usage = {
  name: 'figures',
  summary: "Redraws a run's figures in other formats and sizes.",
  keys: KEYS,
  examples: ['name=my_vgg format=pdf width=column', 'name=my_vgg figure=./my_figure.ts titles=no'],
};

command(usage, async ({ values }, signal) => {
  const { name, dataset, path, figure, format: formats, width, height, dpi, titles: titled } = values;
  const classifier = openClassifier(name, { model_save_dir: values.model_save_dir, path, onNotice: console.log });
  const folder = evaluationFolder(classifier.folder, dataset);
  const data = folder === classifier.folder ? await classifier.availableImages() : undefined;
  const splits = values.split === undefined ? undefined : [values.split];
  const panels = width !== undefined && width < NARROW ? 'stacked' : 'beside';
  const figures = classifier.figures({ dataset, splits, data, figure, titled, panels });
  const size = sizeOnPaper({ width, height });
  try {
    const files = await saveAll({ figures }, { folder: folder.figures, formats, dpi, size, signal });
    for (const file of files) console.log(file);
  } finally {
    await closeBrowser();
  }
});
