import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { writeFolderWhole } from '../core/changes';
import { checkRepeats, InputError } from '../core/errors';
import { accuracyText, chosenOn, DAGGER_NOTE, UNKNOWN_NOTE } from '../evaluation/describe';
import { type Evaluation, isOptimistic } from '../evaluation/metrics';
import { evaluatedSplits, readEvaluation } from '../evaluation/stored';
import { type Network, trainable } from '../models/network';
import { inputSize } from '../models/sizes';
import { type ModelFacts, metadataOf, modelCard } from '../models/weights/card';
import { FORMATS } from '../models/weights/formats';
import { type RestoredWeights, restoreWeights } from '../training/checkpoint';
import { dataShapeOf } from '../training/data-shape';
import { buildRunNetwork } from '../training/own-kinds';
import { fittedSplits } from '../training/protocol';
import type { WhichWeights } from '../training/resolve-weights';
import { type RunFolder, type RunSettings, readSettings, selectionOf, unreported } from '../training/run-folder';

export interface ExportOptions {
  /** Names among {@link FORMATS}. @default all */
  readonly formats?: readonly string[];
  /** The weights to export: those of the best, the last, or another saved epoch. @default 'best' */
  readonly epoch?: WhichWeights;
  /** Stops between two formats by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Exports a run: writes its network in formats for other programs, with a model card, to `export/` in the run's folder.
 * Replaces an earlier export.
 *
 * @returns the files, as paths relative to that folder
 * @throws {InputError} if there is no such run, checkpoint or format
 */
export async function exportRun(folder: RunFolder, options: ExportOptions = {}): Promise<string[]> {
  const { formats = Object.keys(FORMATS), epoch = 'best', signal, onProgress } = options;
  const stray = formats.find((format) => !Object.hasOwn(FORMATS, format));
  if (stray !== undefined) throw new InputError('format', stray, `must be some of ${Object.keys(FORMATS).join(',')}`);
  checkRepeats('format', formats);
  const settings = readSettings(folder);
  const { name } = settings.options;
  const network = buildRunNetwork(folder, settings);
  try {
    const weights = restoreWeights(folder.checkpoints, network.parameters, epoch);
    const facts = factsOf(folder, settings, network, weights);
    const files: Record<string, Uint8Array | string> = {};
    for (const [i, format] of formats.entries()) {
      signal?.throwIfAborted();
      Object.assign(files, FORMATS[format].encode(network, name, facts.size, metadataOf(facts)));
      onProgress?.(i + 1, formats.length);
      await setImmediate(); // so that an interrupt is noticed
    }
    files['README.md'] = modelCard(
      facts,
      formats.map((format) => FORMATS[format]),
    );
    writeFolderWhole(join(folder.path, 'export'), files);
    return Object.keys(files);
  } finally {
    network.dispose();
  }
}

function factsOf(folder: RunFolder, settings: RunSettings, network: Network, weights: RestoredWeights): ModelFacts {
  const { options, environment } = settings;
  const { imported, data } = environment;
  const selection = selectionOf(settings);
  const evaluations = evaluatedSplits(folder)
    .map((split) => readEvaluation(folder, split).evaluation)
    .filter((evaluation) => isOf(evaluation, weights));
  const fitted = fittedSplits(options);
  const isChosen = weights.isBest && chosenOn({ selected_on: selection, fitted }) !== undefined;
  return {
    name: options.name,
    network: options.network,
    parameters: trainable(network).reduce((sum, { variable }) => sum + variable.size, 0),
    ...dataShapeOf(settings),
    inputSize: inputSize(network),
    checkpoint: imported
      ? `imported from ${imported.file} (SHA-256 ${imported.sha256})`
      : `${trainedFor(weights, options.n_epochs)}${isChosen ? ', the best' : ''}`,
    data: imported
      ? 'unknown'
      : `${data.name}, ${fitted.join(' and ')}; ${data.images} images in all splits, SHA-256 ${data.sha256}`,
    selected: selectedOn(settings, weights, isChosen),
    results: evaluations.map((evaluation) => ({
      split: evaluation.split,
      n: evaluation.n,
      crops: evaluation.crops,
      accuracy: accuracyText(evaluation),
    })),
    unreported: unreported(settings),
    notes: [
      ...(evaluations.some(isOptimistic) ? [DAGGER_NOTE] : []),
      ...(selection === 'unknown' && evaluations.length > 0 ? [UNKNOWN_NOTE] : []),
      ...(evaluations.length > 0 ? ['The interval is of 95 % (Wilson). Exported graphs use only the center crop'] : []),
    ],
  };
}

/**
 * Whether an evaluation measured these weights. Evaluations written before November 2026 store no epoch and used the
 * best one.
 */
function isOf({ epoch, step = 0, selected_on }: Evaluation, weights: RestoredWeights): boolean {
  if (epoch === undefined) return weights.isBest && selected_on !== null;
  return epoch === weights.epoch && step === weights.step;
}

function trainedFor({ epoch, step }: RestoredWeights, epochs: number): string {
  if (epoch + step === 0) return 'initial, not trained';
  return `after ${epoch} of ${epochs} epochs${step > 0 ? ` and ${step} steps` : ''}`;
}

function selectedOn(settings: RunSettings, { isBest, epoch, step }: RestoredWeights, isChosen: boolean): string {
  const selection = selectionOf(settings);
  if (selection === 'unknown') return 'unknown';
  if (settings.environment.imported) return `${selection}, according to the person who imported it`;
  if (epoch + step === 0) return 'nothing: these are the initial weights';
  if (!isBest) return 'nothing: this is not the best epoch';
  if (!isChosen) return `nothing: this is the last epoch, since ${selection} was fitted too`;
  return `${selection} (protocol ${settings.options.protocol})`;
}
