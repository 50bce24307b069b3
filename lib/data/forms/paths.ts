/** The folders of a path, outermost first. */
export function foldersOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}

/** The last component of a path. */
export function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A file's name without its extensions, such as `train` for `train.csv.gz`. */
export function stemOf(name: string): string {
  return name.replace(
    /(\.(csv|tsv|txt|parquet|zip|tar|gz|tgz|png|jpe?g|jpe|jfif|jfi|jif|bmp|dib|gif|tiff?|webp))+$/i,
    '',
  );
}

/** The words of a name, in lower case: `PublicTest_12` has `public` and `test`. */
export function wordsOf(name: string): string[] {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').match(/\p{L}+/gu) ?? [];
  return words.map((word) => word.toLowerCase());
}

/** The number of leading folders that all paths share. */
export function sharedFolders(paths: readonly string[]): number {
  if (paths.length === 0) return 0;
  let shared = foldersOf(paths[0]);
  for (const path of paths) {
    const folders = foldersOf(path);
    const end = shared.findIndex((folder, i) => folder !== folders[i]);
    if (end >= 0) shared = shared.slice(0, end);
  }
  return shared.length;
}

/** A folder of a path, and the meaning of its name. */
export interface NamedFolder<T> {
  readonly folder: string;
  readonly meaning: T;
}

/**
 * The folders of each path with meaningful names. Folders that contain all files count only if no other folder has a
 * meaning: `my training data/test/1.png` is in `test`.
 */
export function meaningfulFolders<T>(
  paths: readonly string[],
  read: (folder: string) => T | undefined,
): Map<string, NamedFolder<T>[]> {
  const shared = sharedFolders(paths);
  const known = new Map<string, T | undefined>();
  const meaningOf = (folder: string) => {
    if (!known.has(folder)) known.set(folder, read(folder));
    return known.get(folder);
  };
  const named = (folders: readonly string[]) =>
    folders.flatMap((folder) => {
      const meaning = meaningOf(folder);
      return meaning === undefined ? [] : [{ folder, meaning }];
    });
  const inner = new Map(paths.map((path) => [path, named(foldersOf(path).slice(shared))]));
  if ([...inner.values()].some((found) => found.length > 0)) return inner;
  return new Map(paths.map((path) => [path, named(foldersOf(path).slice(0, shared))]));
}
