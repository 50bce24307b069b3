import { mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that are written and read. */
const SIZE = 1e6;

/**
 * Writes and reads a file in a folder of the checkout.
 *
 * @param {string} root
 * @returns {import('../doctor.mjs').Check}
 */
export function disk(root) {
  const fix = `make room in ${root}, and let ${process.env.USER ?? 'the user'} write there`;
  try {
    const folder = mkdtempSync(join(root, '.doctor-'));
    try {
      const written = Buffer.alloc(SIZE, 'fer-lab');
      writeFileSync(join(folder, 'trial'), written);
      if (!readFileSync(join(folder, 'trial')).equals(written))
        throw new Error('a file has other content than was written');
    } finally {
      rmSync(folder, { recursive: true });
    }
    const { bavail, bsize } = statfsSync(root);
    return {
      name: 'Disk',
      state: 'ok',
      detail: `a file was written and read; ${((bavail * bsize) / 1e9).toFixed(1)} GB free`,
    };
  } catch (error) {
    return { name: 'Disk', state: 'missing', detail: /** @type {Error} */ (error).message, fix };
  }
}
