import { type Dataset, hash, type Split, select } from '../data/dataset';
import { type ClassifierFolder, classifierFolder } from '../evaluation/classifiers/place';
import { type ClassifierSettings, classifierSettings, memberFolders } from '../evaluation/classifiers/settings';
import type { Cost } from '../evaluation/cost';
import { accuracyText } from '../evaluation/describe';
import { groupsOfEquals } from '../evaluation/groups-of-equals';
import { isOptimistic } from '../evaluation/metrics';
import { comparePairs } from '../evaluation/pairs';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { TableRow } from '../figures/save-table';

/** A classifier on the board. */
export interface BoardEntry extends StoredEvaluation {
  readonly name: string;
  readonly folder: ClassifierFolder;
  readonly settings: ClassifierSettings;
}

/** The classifiers that were evaluated on the same images, and why others are not among them. */
export interface Board {
  /** The most accurate first. */
  readonly entries: readonly BoardEntry[];
  readonly notices: readonly string[];
}

/**
 * Collects the evaluations of a split. Only those of all images of the split in `data` are compared.
 * @param names of classifiers, or their folders
 * @throws {InputError} if one of them is missing or damaged
 */
export function boardOf(names: readonly string[], data: Dataset, split: Split): Board {
  const wanted = hash(select(data, split));
  const entries: BoardEntry[] = [];
  const notices: string[] = [];
  for (const name of names) {
    const folder = classifierFolder(name);
    const settings = classifierSettings(folder);
    if (!evaluatedSplits(folder).includes(split)) {
      notices.push(`${name} is left out: not evaluated on ${split}`);
      continue;
    }
    const stored = readEvaluation(folder, split);
    if (stored.evaluation.sha256 === wanted) entries.push({ name, folder, settings, ...stored });
    else notices.push(`${name} is left out: evaluated on other images than ${split} of ${data.name}`);
  }
  entries.sort((a, b) => b.evaluation.top1 - a.evaluation.top1);
  return { entries, notices };
}

/**
 * The board as a table, a classifier a row, the most accurate first. Those that share a letter of `Group` do not differ
 * significantly: McNemar's mid-p, Holm's correction over all pairs.
 *
 * @param costs what a prediction costs, by name; those that are unknown are missing
 */
export function boardTable(entries: readonly BoardEntry[], costs: ReadonlyMap<string, Cost> = new Map()): TableRow[] {
  const groups = groupsOfEquals(
    entries.map(({ name }) => name),
    comparePairs(entries),
  );
  return entries.map(({ name, evaluation, folder, settings }, i) => {
    const { crops, selected_on, fitted, without_copies: rest } = evaluation;
    const cost = costs.get(name);
    return {
      Name: name,
      'Top-1': accuracyText(evaluation),
      Group: groups[i],
      'Without copies': rest && rest.n > 0 ? accuracyText({ ...rest, split: evaluation.split, selected_on }) : '–',
      'Copies removed': rest ? rest.removed : null,
      'Fitted to': fitted === undefined ? 'unknown' : fitted.join(', ') || 'other data',
      'Selected on': selected_on ?? 'none',
      'Extra data': extraData(folder, settings),
      Views: crops === 'unknown' ? '–' : crops,
      'Parameters (M)': cost ? cost.parameters / 1e6 : null,
      'Multiply-adds (M)': cost && !Number.isNaN(cost.multiplyAdds) ? cost.multiplyAdds / 1e6 : null,
      'ms per face': cost ? cost.milliseconds : null,
    };
  });
}

/** Whether a classifier's number is marked. */
export function isMarked(entries: readonly BoardEntry[]): boolean {
  return entries.some(({ evaluation }) => isOptimistic(evaluation));
}

/** Images and labels beyond the data set's that a classifier was fitted to. */
function extraData(folder: ClassifierFolder, { record, run }: ClassifierSettings): string {
  if (record && record.kind !== 'ensemble') return record.facts.extra_data;
  if (record) {
    const found = memberFolders(folder).map((member) => extraData(member, classifierSettings(member)));
    return [...new Set(found.length > 1 ? found.filter((each) => each !== 'none') : found)].join(', ') || 'none';
  }
  if (run!.environment.imported) return 'unknown';
  const { pretrained, labels } = run!.options;
  const parts = [...(pretrained ? [`weights of ${pretrained}`] : []), ...(labels === 'ferplus' ? ['FER+ votes'] : [])];
  return parts.join(', ') || 'none';
}
