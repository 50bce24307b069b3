/** A run's report: one page of HTML that needs nothing else, and the same as PDF. */
import { join } from 'node:path';
import type { Dataset } from '../data/dataset';
import { writeWhole } from '../files';
import type { RunFolder } from '../training/run';
import { configuration } from './configuration';
import { evaluations } from './evaluation';
import { learning } from './learning';
import { reportPage } from './page';
import { printPdf } from './pdf';
import { results } from './results';
import { type ReportedRun, readRun } from './run';
import { saliency } from './saliency';
import type { Section } from './section';

/** The sections in their order: each reads the run, and says nothing where there is nothing to say. */
const SECTIONS: readonly ((run: ReportedRun) => Section | readonly Section[] | undefined)[] = [
  results,
  learning,
  evaluations,
  saliency,
  configuration,
];

/**
 * Writes `report.html` and `report.pdf` into a run's folder, from what the run and its evaluations left there.
 *
 * @param data the images that the run was trained and evaluated on, for the gallery of mistakes
 * @returns the files' paths
 * @throws InputError where there is no such run, and where there is no Chromium to draw with
 */
export async function writeReport(folder: RunFolder, data?: Dataset): Promise<string[]> {
  const run = readRun(folder, data);
  const sections = SECTIONS.flatMap((section) => section(run) ?? []);
  const html = await reportPage(run.options.name, lead(run), sections);
  const files: [string, string | Uint8Array][] = [
    [join(folder.path, 'report.html'), html],
    [join(folder.path, 'report.pdf'), await printPdf(html)],
  ];
  for (const [file, content] of files) writeWhole(file, content);
  return files.map(([file]) => file);
}

function lead({ options, environment }: ReportedRun): string {
  const { network, dataset, epochs, batchSize, optimizer, schedule, seed } = options;
  if (environment.imported) return `${network}, imported from ${environment.imported.file}`;
  return `${network} on ${dataset}: ${epochs} epochs of batches of ${batchSize}, ${optimizer}, ${schedule}, seed ${seed}`;
}
