import type { Key } from '../core/keys';

/** Folders in `outputs/` with other content. */
const RESERVED = ['notebooks', 'audit', 'figures'];

/** The key `name` of a run or a study, which is required. */
export const runName = (example: string): Key<string> => ({
  example,
  default: undefined,
  values: () => '1–100 letters, digits, ".", "_" or "-"',
  check(value) {
    if (RESERVED.includes(value as string)) return `must not be ${RESERVED.join(', ')}, which have another purpose`;
    const valid = typeof value === 'string' && /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(value);
    return valid ? undefined : 'must be 1–100 letters, digits, ".", "_" or "-", not starting with "." or "-"';
  },
  parse: (given) => given,
});
