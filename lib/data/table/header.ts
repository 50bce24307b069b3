import { InputError } from '../../core/errors';
import { excerpt, printable } from '../../core/excerpt';
import { PIXELS } from '../dataset';

/** The meaning of a table's column. `pixels` is all 2,304 of them, in one column or in one column each. */
export type Field = 'emotion' | 'pixels' | 'usage' | 'subject' | 'other';

/** The layout of a table's rows. */
export interface Layout {
  /** The fields of a row, from left to right; 2,304 columns of pixels count as one. */
  readonly fields: readonly Field[];
  /** The byte between fields. */
  readonly delimiter: number;
  /** The byte between pixels. */
  readonly pixelSeparator: number;
  /** The name of the column `emotion`; empty if there is none. */
  readonly labelColumn: string;
  /** The form in words: its columns as the header names them, at most 80 characters and safe to print. */
  readonly form: string;
}

const WANTED = 'must name the columns emotion, pixels and Usage, as emotion,pixels,Usage';

/** Maximum length of {@link Layout.form}; the usual forms have half of it. */
const LONGEST_FORM = 80;

/**
 * Parses a table's header in any of FER2013's common forms: `emotion,pixels,Usage` in any order, with or without
 * spaces, separated by `,`, `;` or tabs, with the pixels in one column or in one column each.
 *
 * @param name name of the file in messages
 * @throws {InputError} if it is not such a header
 */
export function parseHeader(line: string, name: string): Layout {
  const place = `${name}:1`;
  if (line.includes('\0') || line.includes('\ufffd')) throw new InputError(place, 'binary data', WANTED);
  if (/^[\s"]*\d+[,;\t]/.test(line)) throw new InputError(place, 'numbers without a header', WANTED);
  const delimiter = [',', ';', '\t'].find((mark) => line.includes(mark)) ?? ',';
  const names = line.split(delimiter).map((text) =>
    text
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );
  const columns = names.map(kindOf);
  const fields = columns.filter((kind, i) => kind !== 'pixel' || columns[i - 1] !== 'pixel');
  const pixels = columns.filter((kind) => kind === 'pixel').length;
  for (const kind of ['emotion', 'usage', 'pixels'] as const)
    if (fields.filter((field) => field === kind).length > 1) throw new InputError(place, excerpt(line), WANTED);
  if (pixels > 0 && (pixels !== PIXELS || fields.filter((field) => field === 'pixel').length > 1))
    throw new InputError(place, `${pixels} columns of pixels`, `must be ${PIXELS} (48×48), side by side`);
  if (fields.includes('pixels') === pixels > 0) throw new InputError(place, excerpt(line), WANTED);
  return {
    fields: fields.map((field) => (field === 'pixel' ? 'pixels' : field)),
    delimiter: delimiter.charCodeAt(0),
    pixelSeparator: (pixels > 0 ? delimiter : ' ').charCodeAt(0),
    labelColumn: names[columns.indexOf('emotion')] ?? '',
    form: printable(
      names
        .filter((_, i) => columns[i] !== 'pixel' || columns[i - 1] !== 'pixel')
        .map((text) => (kindOf(text) === 'pixel' ? `${text}…` : text))
        .join(delimiter),
      LONGEST_FORM,
    ),
  };
}

/** Names of columns of subjects, such as `subject_id`. */
export const SUBJECT = /^(subject|subj|person|participant|actor|identity)([ _-]?(id|no|number|name))?$/i;

function kindOf(name: string): Field | 'pixel' {
  if (/^(emotion|label)s?$/i.test(name)) return 'emotion';
  if (/^(usage|split)$/i.test(name)) return 'usage';
  if (/^pixels$/i.test(name)) return 'pixels';
  if (SUBJECT.test(name)) return 'subject';
  if (/^(p|px|pixel)?[ _-]?\d+$/i.test(name)) return 'pixel';
  return 'other';
}
