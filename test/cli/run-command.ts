import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';

/** Node's arguments for a command of the library. */
export function programOf(name: string): string[] {
  return [...TYPESCRIPT, join(ROOT, 'lib', 'cli', `${name}.ts`)];
}

/**
 * Runs a command to its end. Its stderr is a file, since TensorFlow's messages can be suppressed there but not in a
 * pipe.
 *
 * @param scratch folder of that file
 */
export function runCommand(scratch: string, name: string, ...args: string[]) {
  const file = join(scratch, 'stderr');
  const handle = openSync(file, 'w');
  const { status, stdout } = spawnSync(process.execPath, [...programOf(name), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', handle],
  });
  closeSync(handle);
  return { status, stdout: stdout.toString(), stderr: readFileSync(file, 'utf8') };
}
