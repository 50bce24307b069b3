import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../lib/figures/chromium';
import type { Picture } from '../../lib/photos/picture';

/** Starts a headless Chromium whose camera shows a picture. */
export async function browserWithCamera(picture: Picture): Promise<{ browser: Browser; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'fer-camera-'));
  const video = join(folder, 'camera.y4m');
  writeFileSync(video, y4m(picture, 2));
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

/** A video of one picture: YUV4MPEG2, 4:2:0, in the limited range of BT.601. */
function y4m({ width, height, rgb }: Picture, frames: number): Buffer {
  const half = (width * height) / 4;
  const planes = Buffer.alloc(width * height + 2 * half);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [r, g, b] = rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3);
      planes[y * width + x] = 16.5 + (65.481 * r + 128.553 * g + 24.966 * b) / 255;
      if (x % 2 || y % 2) continue;
      const at = width * height + (y / 2) * (width / 2) + x / 2;
      planes[at] = 128.5 + (-37.797 * r - 74.203 * g + 112 * b) / 255;
      planes[at + half] = 128.5 + (112 * r - 93.786 * g - 18.214 * b) / 255;
    }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), planes]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420\n`),
    ...Array<Buffer>(frames).fill(frame),
  ]);
}
