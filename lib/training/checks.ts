/** What a setting may be: each check says what is wrong with a value, as a constraint; undefined where nothing is. */
export type Check = (value: unknown) => string | undefined;

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? undefined : 'must be text';
}

/** Folders below `outputs/` that hold something else. */
const RESERVED = ['notebooks', 'audit', 'figures'];

export function runName(value: unknown): string | undefined {
  if (RESERVED.includes(value as string)) return `must not be ${RESERVED.join(', ')}, which hold something else`;
  const fits = typeof value === 'string' && /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(value);
  return fits ? undefined : 'must be 1–100 letters, digits, ".", "_" or "-", not starting with "." or "-"';
}

export function oneOf(names: readonly string[]): Check {
  return (value) => (names.includes(value as string) ? undefined : `must be one of ${names.join(', ')}`);
}

export function integer(least: number, most = Number.MAX_SAFE_INTEGER): Check {
  const constraint = most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `in [${least}, ${most}]`;
  return (value) => {
    const fits = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
    return fits ? undefined : `must be an integer ${constraint}`;
  };
}

export function number(constraint: string, fits: (x: number) => boolean): Check {
  return (value) =>
    typeof value === 'number' && Number.isFinite(value) && fits(value) ? undefined : `must be a number ${constraint}`;
}
