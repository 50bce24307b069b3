import { fileOf, foldersOf, sharedFolders } from './paths';

/**
 * Files that are backups according to their names or their folders' names: `old backup/`, `train - Copy/`,
 * `fer2013.csv.bak`. Names that all files share are ignored.
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
  /[ _.-]old$|^old[ _-]/i, // `train_old`, `old_train`; not just `old`, which may be an age
  /~$|\.(orig|tmp|part|crdownload)$/i,
];
