/**
 * Exports three figures of a run as PDF, SVG and PNG: learning curves, confusion matrix, reliability diagram. Arguments:
 * the run's folder, the folder for the files.
 */
import { basename } from 'node:path';
import { classifierFolder } from '../../lib/evaluation/classifiers/classifier-folder';
import { closeBrowser } from '../../lib/figures/browser';
import { runFigures } from '../../lib/figures/run-figures';
import { saveAll } from '../../lib/figures/save-all';

const FIGURES = ['learning-curves', 'confusion-PrivateTest', 'reliability-PrivateTest'];

async function main(run: string, folder: string): Promise<void> {
  const all = runFigures(classifierFolder(basename(run), run), { splits: ['PrivateTest'] });
  const figures = Object.fromEntries(FIGURES.map((name) => [name, all[name]]));
  await saveAll({ figures }, { folder });
  await closeBrowser();
}

main(process.argv[2], process.argv[3]).then(() => process.exit());
