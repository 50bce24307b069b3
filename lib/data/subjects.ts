import { fileOf } from './forms/paths';

/** How names of files begin with a subject: as in CK+, as `subject12_`, as in JAFFE, and as in KDEF. */
const PATTERNS = [
  /^(S\d{3})_\d{3}_\d+\./,
  /^((?:subject|subj|sub|person|participant)[-_ ]?\d+)[-_ .]/i,
  /^([A-Z]{2})\.[A-Z]{2}\d\.\d+\./,
  /^[AB]([FM]\d{2})[A-Z]{2}[A-Z]{1,2}\./,
] as const;

/** The subject of each image, if the names of all files begin with one in the same way; else undefined. */
export function subjectsOf(paths: readonly string[]): ((path: string) => string) | undefined {
  const pattern = PATTERNS.find((each) => paths.every((path) => each.test(fileOf(path))));
  return pattern && ((path) => pattern.exec(fileOf(path))![1].toLowerCase());
}
