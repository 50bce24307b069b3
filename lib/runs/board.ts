import { type Dataset, type EvaluatedSplit, hash, select } from '../data/dataset';
import { type ClassifierFolder, classifierFolder } from '../evaluation/classifiers/classifier-folder';
import {
  type ClassifierSettings,
  classifierSettings,
  memberFolders,
} from '../evaluation/classifiers/classifier-settings';
import type { Cost } from '../evaluation/cost';
import { crossFolder } from '../evaluation/cross/cross-folder';
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

/** The classifiers that were evaluated on the same images, and the reasons why others are left out. */
export interface Board {
  /** The most accurate first. */
  readonly entries: readonly BoardEntry[];
  readonly notices: readonly string[];
}

/**
 * Collects the evaluations of a split, of classifiers that were trained on `data` or on other data. Own ones must cover all
 * images of the split in `data`. Of several sets of images, as of networks that know other classes, only the one with most
 * classifiers is on the board.
 *
 * @param names of classifiers, or their folders
 * @throws {InputError} if one of them is missing or damaged
 */
export function boardOf(names: readonly string[], data: Dataset, split: EvaluatedSplit): Board {
  const wanted = split === 'all' ? undefined : hash(select(data, split));
  const found: BoardEntry[] = [];
  const notices: string[] = [];
  for (const name of names) {
    const own = classifierFolder(name);
    const settings = classifierSettings(own);
    const places = [own, crossFolder(own, data.name)].filter((place) => evaluatedSplits(place).includes(split));
    const entries = places.map((folder) => ({ name, folder: own, settings, ...readEvaluation(folder, split) }));
    const entry = entries.find(({ evaluation }) => evaluation.cross || evaluation.sha256 === wanted);
    if (entry) found.push(entry);
    else if (places.length === 0) notices.push(`${name} is left out: not evaluated on ${split}`);
    else notices.push(`${name} is left out: evaluated on other images than ${split} of ${data.name}`);
  }
  const most = mostCommon(found.map(({ evaluation }) => evaluation.sha256));
  const entries = found.filter(({ evaluation }) => evaluation.sha256 === most);
  for (const { name, evaluation } of found)
    if (evaluation.sha256 !== most)
      notices.push(`${name} is left out: evaluated on other images (n = ${evaluation.n}) than most`);
  entries.sort((a, b) => b.evaluation.top1 - a.evaluation.top1);
  return { entries, notices };
}

/** The first of the most common values. */
function mostCommon<T>(values: readonly T[]): T | undefined {
  const times = (value: T) => values.filter((other) => other === value).length;
  return values.reduce<T | undefined>(
    (best, value) => (best === undefined || times(value) > times(best) ? value : best),
    undefined,
  );
}

/**
 * The board as a table, a classifier a row, the most accurate first. Those that share a letter of `Group` do not differ
 * significantly: McNemar's mid-p, Holm's correction over all pairs.
 *
 * @param costs costs of a prediction, by name; unknown ones are missing
 */
export function boardTable(entries: readonly BoardEntry[], costs: ReadonlyMap<string, Cost> = new Map()): TableRow[] {
  const groups = groupsOfEquals(
    entries.map(({ name }) => name),
    comparePairs(entries),
  );
  return entries.map(({ name, evaluation, folder, settings }, i) => {
    const { crops, selected_on, fitted, without_copies: rest, cross } = evaluation;
    const cost = costs.get(name);
    return {
      Name: name,
      'Top-1': accuracyText(evaluation),
      Group: groups[i],
      'Without copies':
        rest && rest.n > 0
          ? accuracyText({
              ...rest,
              split: evaluation.split,
              ...(cross ? { fitted: [], selected_on: null } : { selected_on }),
            })
          : '–',
      'Copies removed': rest ? rest.removed : null,
      'Fitted to':
        fitted === undefined ? 'unknown' : fitted.join(', ') || (cross ? `→ ${cross.trained_on}` : 'other data'),
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
export function isMarked(entries: readonly StoredEvaluation[]): boolean {
  return entries.some(({ evaluation }) => isOptimistic(evaluation));
}

/** Other images and labels than those of the data set that a classifier was fitted to. */
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
