import { fileOf } from './forms/paths';

/** How names of files begin with a subject: as in CK+, as `subject12_`, as in JAFFE, KDEF, RaFD and FACES. */
const PATTERNS = [
  /^(S\d{3})_\d{3}_\d+\./,
  /^((?:subject|subj|sub|person|participant)[-_ ]?\d+)[-_ .]/i,
  /^([A-Z]{2})\.[A-Z]{2}\d\.\d+\./,
  /^[AB]([FM]\d{2})[A-Z]{2}[A-Z]{1,2}\./,
  /^Rafd\d{3}_(\d{2})_/i,
  /^(\d{3})_[yom]_[fm]_[nasdfh]_[ab]\./,
] as const;

/** The subject of each image, if the names of all files begin with one in the same way; else undefined. */
export function subjectsOf(paths: readonly string[]): ((path: string) => string) | undefined {
  const pattern = PATTERNS.find((each) => paths.every((path) => each.test(fileOf(path))));
  return pattern && ((path) => pattern.exec(fileOf(path))![1].toLowerCase());
}
