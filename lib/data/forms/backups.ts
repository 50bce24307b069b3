import { fileOf, foldersOf, sharedFolders } from './paths';

/**
 * Files whose names, or whose folders' names, say that they are backups: `old backup/`, `train - Copy/`,
 * `fer2013.csv.bak`. A name that all files share says nothing.
 */
export function backupsAmong(paths: readonly string[]): string[] {
  const shared = sharedFolders(paths);
  const backups = paths.filter((path) =>
    [...foldersOf(path).slice(shared), fileOf(path)].some((part) => isBackup(part)),
  );
  return backups.length < paths.length ? backups : [];
}

function isBackup(name: string): boolean {
  return BACKUP.some((pattern) => pattern.test(name));
}

const BACKUP = [
  /(^|[^\p{L}])(backups?|bak|copy)([^\p{L}]|$)/iu, // `old backup`, `train - Copy (2)`, `fer2013.csv.bak`
  /[ _.-]old$|^old[ _-]/i, // `train_old`, `old_train`; not `old` alone, which may be an age
  /~$|\.(orig|tmp|part|crdownload)$/i,
];
