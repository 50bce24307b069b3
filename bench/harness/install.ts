import { ROOT } from '../../lib/core/files';
import { SetupError } from '../../scripts/setup/errors.mjs';
import { peers } from '../../scripts/setup/peers.mjs';
import { setUp } from '../../scripts/setup/setup.mjs';

/**
 * Installs libraries to compare with, if they are not installed yet. One that cannot be installed is reported, and the
 * benches leave it out.
 *
 * @param locks their folders in `.venv`, which are the names of their lock files; all by default
 */
export async function installPeers(locks?: readonly string[]): Promise<void> {
  for (const step of peers(ROOT, locks)) {
    try {
      await setUp(ROOT, [step]);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      console.error(`${error.message}\nThe bench runs without it.`);
    }
  }
}
