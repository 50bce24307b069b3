import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';

/**
 * Writes the declarations of `lib` again if it has changed, which takes seconds, without waiting for them: kernels that
 * start afterwards need less time.
 *
 * @param {number} [priority] of the process @default this one's
 */
export function renewDeclarations(priority) {
  const child = spawn(process.execPath, [join('kernel', 'declare.cjs')], { stdio: 'ignore' });
  if (child.pid && priority !== undefined) setPriority(child.pid, priority);
  child.unref();
}
