import { InputError } from '../../core/errors';
import { hash, type Split } from '../../data/dataset';
import type { Evaluation, Predictions } from '../metrics';
import { evaluatedSplits, readEvaluation } from '../stored';
import { type ClassifierFolder, classifierFolder, ensembleName } from './classifier-folder';
import { recordContent } from './classifier-record';
import { classifierSettings } from './classifier-settings';
import type { ClassifierImages, OpenedClassifier, WatchOptions } from './opened-classifier';

/** A member, and its probabilities if its stored evaluation has them. */
interface Member {
  readonly name: string;
  readonly opened: OpenedClassifier;
  readonly stored?: Predictions;
}

/** Opens a member. */
type Open = (folder: ClassifierFolder, options: ClassifierImages) => Promise<OpenedClassifier>;

/**
 * The ensemble of some classifiers: the mean of their probabilities, each with the same weight. A member's stored
 * evaluation is used if it has the same weights, views and images; otherwise the member predicts the images, and its
 * stored evaluation stays as it is.
 *
 * @param members names below `outputs/`, or folders
 * @throws {InputError} if one of them is missing, is an ensemble, has no probabilities, or has other images
 */
export async function openEnsemble(
  members: readonly string[],
  options: ClassifierImages,
  open: Open,
): Promise<OpenedClassifier> {
  const name = ensembleName(members);
  const folders = members.map((member) => classifierFolder(member));
  const settings = folders.map(classifierSettings);
  const nested = settings.find(({ record }) => record?.kind === 'ensemble');
  if (nested) throw new InputError('name', nested.name, 'is an ensemble: name its members instead');
  const split = options.split ?? settings[0].reported;
  const opened: Member[] = [];
  const dispose = () => {
    for (const member of opened) member.opened.dispose();
  };
  try {
    for (const [i, folder] of folders.entries()) {
      const member = await open(folder, { ...options, split });
      opened.push({ name: settings[i].name, opened: member, stored: storedPredictions(folder, member) });
    }
    const [first] = opened;
    for (const member of opened) checkMember(first, member);
    const { data, images, splitSize } = first.opened;
    return {
      ...{ data, split, images, splitSize, dispose },
      ...combined(opened.map((member) => member.opened)),
      content: recordContent({ kind: 'ensemble', name, data: settings[0].data, members }),
      predict: (progress) => averaged(opened, progress),
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** The probabilities of the stored evaluation if it measured the same weights on the same images in the same views. */
function storedPredictions(folder: ClassifierFolder, opened: OpenedClassifier): Predictions | undefined {
  if (!evaluatedSplits(folder).includes(opened.split)) return undefined;
  const { evaluation, predictions } = readEvaluation(folder, opened.split);
  const { crops, epoch, step, images } = opened;
  const isSame = evaluation.crops === crops && evaluation.epoch === epoch && evaluation.step === step;
  return isSame && evaluation.sha256 === hash(images) ? predictions : undefined;
}

function checkMember(first: Member, { name, opened }: Member): void {
  if (opened.labelsOnly) throw new InputError('name', name, 'must have probabilities to be averaged, not classes only');
  if (hash(opened.images) !== hash(first.opened.images))
    throw new InputError('name', name, `must be evaluated on the images of ${first.name}`);
}

/** Properties of the ensemble: it was fitted to and selected on the splits of all its members. */
function combined(
  members: readonly OpenedClassifier[],
): Pick<Evaluation, 'crops' | 'fitted' | 'selected_on'> & { readonly crops: string } {
  const [{ crops, split }] = members;
  const isUnknown = members.some(({ fitted }) => fitted === undefined);
  const fitted = [...new Set(members.flatMap((member) => member.fitted ?? []))];
  return {
    crops: members.every((member) => member.crops === crops) ? crops : 'mixed',
    fitted: isUnknown ? undefined : fitted,
    selected_on: selectedOn(members, split),
  };
}

/** The evaluated split if it selected one of the members; else unknown if that is unknown of one of them. */
function selectedOn(members: readonly OpenedClassifier[], split: Split): Evaluation['selected_on'] {
  const splits = members.map(({ selected_on }) => selected_on);
  if (splits.includes(split)) return split;
  if (splits.includes('unknown')) return 'unknown';
  return splits.find((selected) => selected !== null) ?? null;
}

async function averaged(members: readonly Member[], { signal, onProgress }: WatchOptions): Promise<Predictions> {
  const [{ opened }] = members;
  const { labels } = opened.images;
  let classes: readonly string[] | undefined;
  const predicting = members.filter(({ stored }) => stored === undefined).length;
  let sums: Float64Array | undefined;
  let before = 0;
  for (const { name, opened, stored } of members) {
    signal?.throwIfAborted();
    const total = (done: number, of: number) => onProgress?.(before + done, predicting * of);
    const { probabilities, classes: own } = stored ?? (await opened.predict({ signal, onProgress: total }));
    classes ??= own;
    if (own.join() !== classes.join())
      throw new InputError('name', name, `must have the classes of the first member: ${classes.join(', ')}`);
    if (!stored) before += labels.length;
    sums ??= new Float64Array(probabilities.length);
    for (let i = 0; i < sums.length; i++) sums[i] += probabilities[i];
  }
  return { classes: classes!, labels, probabilities: Float32Array.from(sums!, (sum) => sum / members.length) };
}
