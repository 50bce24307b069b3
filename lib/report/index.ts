/** The report of a run: one self-contained HTML page, and the same as PDF. */
import { join } from 'node:path';
import { changeTogether } from '../core/changes';
import type { Dataset } from '../data/dataset';
import type { RunFolder } from '../training/run-folder';
import { configuration } from './configuration-section';
import { evaluations } from './evaluation-section';
import { learning } from './learning-section';
import { reportPage } from './page';
import { printPdf } from './pdf';
import { type ReportedRun, readRun } from './reported-run';
import { results } from './results-section';
import { saliency } from './saliency-section';
import type { Section } from './section';

/** The sections in order. Each reads the run; a section without content returns none. */
const SECTIONS: readonly ((run: ReportedRun) => Section | readonly Section[] | undefined)[] = [
  results,
  learning,
  evaluations,
  saliency,
  configuration,
];

/**
 * Writes `report.html` and `report.pdf` to a run's folder, both or none, from the files of the run and its evaluations.
 *
 * @param data the run's images, for the gallery of mistakes
 * @returns the files' paths
 * @throws InputError if there is no such run, or no Chromium
 */
export async function writeReport(folder: RunFolder, data?: Dataset): Promise<string[]> {
  const run = readRun(folder, data);
  const sections = SECTIONS.flatMap((section) => section(run) ?? []);
  const html = await reportPage(run.options.name, lead(run), sections);
  const write = { 'report.html': html, 'report.pdf': await printPdf(html) };
  changeTogether(folder.path, { write });
  return Object.keys(write).map((file) => join(folder.path, file));
}

function lead({ options, environment }: ReportedRun): string {
  const { network, dataset, n_epochs, bs, optimizer, schedule, seed } = options;
  if (environment.imported) return `${network}, imported from ${environment.imported.file}`;
  return `${network} on ${dataset}: ${n_epochs} epochs of batches of ${bs}, ${optimizer}, ${schedule}, seed ${seed}`;
}
