/** Names of files and folders that operating systems and tools create, besides those that start with a dot. */
const LEFT_BY_SYSTEMS = new Set([
  '__macosx',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '$recycle.bin',
  'system volume information',
  '@eadir',
]);

/** Whether any part of a path is hidden, such as `.DS_Store`, `__MACOSX/…`, `Thumbs.db` or `.ipynb_checkpoints/…`. */
export function isHidden(path: string): boolean {
  return hiddenPart(path) !== undefined;
}

/** The outermost hidden part of a path. */
export function hiddenPart(path: string): string | undefined {
  return path.split('/').find((part) => part.startsWith('.') || LEFT_BY_SYSTEMS.has(part.toLowerCase()));
}
