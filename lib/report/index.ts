/** The report of a run: one self-contained HTML page, and the same as PDF. */
import { join } from 'node:path';
import { changeTogether } from '../core/changes';
import type { Dataset } from '../data/dataset';
import type { RunFolder } from '../training/run-folder';
import { configuration } from './configuration-section';
import { evaluations } from './evaluation-section';
import { learning } from './learning-section';
import { origin } from './origin-section';
import { reportPage } from './page';
import { printPdf } from './pdf';
import { type Reported, type ReportedRun, readReported } from './reported-run';
import { results } from './results-section';
import { saliency } from './saliency-section';
import type { Section } from './section';

/** The sections in order. A section without content returns none. */
const SECTIONS: readonly ((reported: Reported) => Section | readonly Section[] | undefined)[] = [
  results,
  ofRun(learning),
  evaluations,
  ofRun(saliency),
  ofRun(configuration),
  origin,
];

/**
 * Writes `report.html` and `report.pdf` into a run's folder, both or none, from what the run and its evaluations left
 * there. It works alike for imported predictions and ensembles.
 *
 * @param data the run's images, for the gallery of mistakes
 * @returns the files' paths
 * @throws InputError if there is no such run, or no Chromium
 */
export async function writeReport(folder: RunFolder, data?: Dataset): Promise<string[]> {
  const reported = readReported(folder, data);
  const sections = SECTIONS.flatMap((section) => section(reported) ?? []);
  const html = await reportPage(reported.name, lead(reported), sections);
  const write = { 'report.html': html, 'report.pdf': await printPdf(html) };
  changeTogether(folder.path, { write });
  return Object.keys(write).map((file) => join(folder.path, file));
}

/** A section about a training, which only runs have. */
function ofRun(section: (run: ReportedRun) => Section | undefined) {
  return ({ folder, history, run }: Reported) => run && section({ folder, history, ...run });
}

function lead({ run, record }: Reported): string {
  if (record) return LEADS[record.kind];
  const { options, environment } = run!;
  const { network, dataset, n_epochs, bs, optimizer, schedule, seed } = options;
  if (environment.imported) return `${network}, imported from ${environment.imported.file}`;
  return `${network} on ${dataset}: ${n_epochs} epochs of batches of ${bs}, ${optimizer}, ${schedule}, seed ${seed}`;
}

const LEADS = {
  model: 'Model of another framework',
  predictions: 'Predictions that were made elsewhere',
  ensemble: 'Ensemble: the mean of probabilities',
} as const;
