import type { MethodCheck } from '../saliency/checks/check';
import { checkedLabel } from '../saliency/checks/edges';
import type { Localisation } from '../saliency/checks/pointing';
import type { TableRow } from './save-table';

/**
 * The checks as a table, one row per method. If the emotion's region is known: the share of maps whose hottest pixel is
 * one that the expression changed, for the trained network, for a random one, and by chance; and the share of the heat
 * in the parts that show the emotion. Then the areas under the deletion curve (low is good) and the insertion curve
 * (high is good), the rank correlation with edges and with the maps of a random network (near 0 is good), and the
 * method's incompleteness and sensitivity.
 */
export function checksTable(checks: readonly MethodCheck[]): TableRow[] {
  return checks.map(({ method, evidence, evidenceRandom, parts, removal, ...check }) => ({
    Method: checkedLabel(method),
    ...(evidence && evidenceRandom && parts
      ? {
          'Hits (%)': percent(evidence.hits),
          'Hits, random (%)': percent(evidenceRandom.hits),
          'By chance (%)': percent(evidence.chance),
          'Heat in parts (%)': percent(parts.energy),
          'Parts cover (%)': percent(parts.chance),
        }
      : {}),
    Deletion: rounded(removal.deletionArea),
    Insertion: rounded(removal.insertionArea),
    'Like edges': rounded(check.likeEdges),
    'Like random': rounded(check.likeRandom),
    'Incomplete (%)': check.incompleteness === null ? null : percent(check.incompleteness),
    Sensitivity: check.sensitivity === null ? null : rounded(check.sensitivity),
    Maps: removal.n,
  }));
}

/** A method's main score for the title of its figure: `hits 34 % (chance 5 %)`, or the areas under both curves. */
export function checkLine(check: MethodCheck): string {
  const { evidence, removal } = check;
  if (evidence) return `${checkWord(check)} (chance ${percentText(evidence.chance)})`;
  return `${checkWord(check)}, deletion ${removal.deletionArea.toFixed(2)}`;
}

/** The main score in two words: `hits 34 %`. */
export function checkWord({ evidence, removal }: MethodCheck): string {
  return evidence ? `hits ${percentText(evidence.hits)}` : `insertion ${removal.insertionArea.toFixed(2)}`;
}

const percentText = (share: Localisation['hits']) => `${(100 * share).toFixed(0)} %`;
const percent = (share: number) => Number((100 * share).toFixed(1));
const rounded = (value: number) => Number(value.toFixed(3));
