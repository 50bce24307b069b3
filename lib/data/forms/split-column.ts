import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { type Dataset, SPLITS, type Split } from '../dataset';
import { resolveSplits, splitNotice } from './resolve-splits';
import { type SplitName, splitWord } from './split-names';

/**
 * The values of a column `Usage` or `split`: FER2013's names, or other common ones (`train`, `dev`, `test`). Their
 * meaning depends on all of them, so rows store a code until the whole column has been read.
 */
export class SplitColumn {
  /** By code; the first three are FER2013's splits. */
  private readonly names: SplitName[] = SPLITS.map((split) => ({ name: split, role: split }));

  /**
   * The code of a value.
   *
   * @param before code of the previous row, whose kind of name this value must have; undefined for the first row
   * @param cutOff whether the file ends after this field
   * @throws {InputError} if it names no split
   */
  codeOf(text: string, place: string, before: number | undefined, cutOff = false): number {
    const exact = SPLITS.indexOf(text as Split);
    const other = exact < 0 ? splitWord(text) : undefined;
    const wantsOfficial = before !== undefined && before < SPLITS.length;
    const wantsOther = before !== undefined && before >= SPLITS.length;
    if (exact >= 0 && !wantsOther) return exact;
    if (other && !wantsOfficial) {
      const code = this.names.findIndex(({ name }) => name === other.name);
      return code >= 0 ? code : this.names.push(other) - 1;
    }
    const fault = `Usage ${excerpt(text)}${cutOff ? ', and the file ends there' : ''}`;
    const official = wantsOther ? [] : [SPLITS.join(', ')];
    const words = wantsOfficial ? [] : ['train, val, test'];
    throw new InputError(place, fault, `must be ${[...official, ...words].join(', or ')}`);
  }

  /**
   * Replaces the codes of a table by splits.
   * @param place name of the table in messages
   * @throws {InputError} if two names mean the same split, or FER2013's names are mixed with others
   */
  resolve(data: Dataset, place: string): { data: Dataset; notices: readonly string[] } {
    const codes = [...new Set(data.splits)];
    if (codes.every((code) => code < SPLITS.length)) return { data, notices: [] };
    const found = codes.map((code) => this.names[code]);
    if (codes.some((code) => code < SPLITS.length))
      throw new InputError(place, found.map(({ name }) => name).join(', '), `must be only ${SPLITS.join(', ')}`);
    const plan = resolveSplits(found);
    const notice = splitNotice(found, plan);
    const splits = data.splits.map((code) => SPLITS.indexOf(plan.of(this.names[code].role)));
    const merged = plan.merged ? [`${place}: ${MERGED}`] : [];
    return { data: { ...data, splits }, notices: [...(notice ? [`${place}: ${notice}`] : []), ...merged] };
  }
}

/** Notice for readers of results if there is one test split and no validation split. */
export const MERGED =
  'its test split merges PublicTest and PrivateTest; all of it is in PublicTest, which leaves none to report on';
