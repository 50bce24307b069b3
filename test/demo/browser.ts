import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../lib/figures/chromium';
import type { Picture } from '../../lib/photos/picture';
import { y4m } from '../photos/y4m';

/** Starts a headless Chromium whose camera shows pictures again and again. */
export async function browserWithCamera(
  pictures: readonly Picture[],
  fps: number,
): Promise<{ browser: Browser; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'fer-camera-'));
  const video = join(folder, 'camera.y4m');
  writeFileSync(video, y4m(pictures, fps));
  const { executable, libraries } = await findChromium();
  const browser = await chromium.launch({
    executablePath: executable,
    env: libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env,
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
  });
  const close = async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  };
  return { browser, close };
}
