import { join } from 'node:path';
import { type FolderContent, writeFolderWhole } from '../core/changes';
import { writeWhole } from '../core/files';
import type { Dataset } from '../data/dataset';
import type { FerPlus } from '../data/ferplus';
import { evaluate } from '../evaluation/evaluate';
import type { Evaluation } from '../evaluation/metrics';
import type { Figure } from '../figures/figure';
import { runFigures } from '../figures/run-figures';
import { saveAll } from '../figures/save-all';
import { summary } from '../models/network-summary';
import { openReader } from '../photos/open-reader';
import { checkpointState, restoreWeights } from '../training/checkpoint';
import { publishedContent } from '../training/checkpoint-files';
import { networkContent, readNetwork } from '../training/described-network';
import { toCsv } from '../training/history';
import { buildRunNetwork } from '../training/own-kinds';
import { reportSplit, selectionSplit } from '../training/protocol';
import { RESULTS } from '../training/published-run';
import { checkpointName, type WhichWeights } from '../training/resolve-weights';
import { type RunFolder, type RunSettings, readSettings, runFolder, settingsContent } from '../training/run-folder';
import { explainRun } from './explain-run';
import { type RecordedRun, recordPage } from './record-page';

export interface RecordOptions {
  /** Images of all splits that the run was trained on. */
  readonly data: Dataset;
  /** FER+'s votes, for the accuracy by annotators' agreement. @default none */
  readonly ferplus?: FerPlus;
  /** Which weights to publish; the last ones were selected on no split. @default 'last' */
  readonly epoch?: WhichWeights;
  /** Folder of the records. @default `results/` */
  readonly results?: string;
  /** Stops the evaluation by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Publishes a run in `results/NAME`, in place of an earlier record: settings, history, weights in float16, evaluations
 * of these weights on both test splits (ten crops, without near copies), the calibration for photos, figures (one of
 * them the saliency maps of five images), and a page that says how to repeat it.
 *
 * @returns the record's folder
 * @throws {InputError} if there is no such run or checkpoint, or the data is not what it was trained on
 * @throws {RangeError} for weights beyond the range of float16
 */
export async function recordRun(folder: RunFolder, options: RecordOptions): Promise<RunFolder> {
  const { data, ferplus, signal, onProgress, results = RESULTS } = options;
  const settings = readSettings(folder);
  const { name, protocol } = settings.options;
  const record = runFolder(name, join(results, name));
  const { files, ...recorded } = published(folder, settings, options.epoch ?? 'last');
  writeFolderWhole(record.path, files);
  const splits = [selectionSplit(protocol), reportSplit(protocol)];
  const evaluations: Evaluation[] = [];
  for (const split of splits)
    evaluations.push((await evaluate(record, { data, split, ferplus, copies: 'near', signal, onProgress })).evaluation);
  (await openReader(record, { data: async () => data, signal })).dispose(); // measures the content of `photos.json`
  const figures = { ...runFigures(record, { splits }), ...(await saliencyFigure(record, data, signal)) };
  await saveAll({ figures }, { folder: record.figures, formats: ['png'], dpi: 100, signal });
  writeWhole(join(record.path, 'README.md'), recordPage(recorded, evaluations, Object.keys(figures)));
  return record;
}

/** The maps of all saliency methods for images of the report split. */
async function saliencyFigure(
  record: RunFolder,
  data: Dataset,
  signal: AbortSignal | undefined,
): Promise<Record<string, Figure>> {
  const options = { data, epoch: 'last', images: 1, pictures: ['methods'], checks: false, signal } as const;
  const { split, figures } = await explainRun(record, options);
  return { [`saliency-methods-${split}`]: figures.methods };
}

/** The files of a record before its evaluation, and what its page reports. */
function published(
  folder: RunFolder,
  settings: RunSettings,
  which: WhichWeights,
): RecordedRun & { readonly files: FolderContent } {
  const network = buildRunNetwork(folder, settings);
  try {
    const { isBest } = restoreWeights(folder.checkpoints, network.parameters, which);
    const state = checkpointState(folder.checkpoints, which);
    const checkpoint = checkpointName(state.history.length, state.step);
    const weights = Object.entries(publishedContent(network.parameters, state));
    const files = {
      ...settingsContent({ ...settings.options, path: '' }, settings.environment, settings.prolonged),
      'history.csv': toCsv(state.history),
      ...networkContent(readNetwork(folder)),
      ...Object.fromEntries(weights.map(([file, content]) => [`checkpoints/${checkpoint}/${file}`, content])),
      'checkpoints/last': `${checkpoint}\n`,
      // The last weights are published because they are the last, even if they are the best epoch's.
      ...(isBest && which !== 'last' ? { 'checkpoints/best': `${checkpoint}\n` } : {}),
    };
    const { parameters, megaMultiplyAdds } = summary(network).at(-1)!;
    return { files, settings, history: state.history, parameters, megaMultiplyAdds };
  } finally {
    network.dispose();
  }
}
