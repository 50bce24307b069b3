/**
 * Keeps the executed notebooks in outputs/notebooks/ for the documentation, in docs/notebooks/, with small pictures of the
 * figures instead of their data:
 *
 *     node --require ./scripts/system/register-typescript.cjs test/docs/store-notebooks.ts
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { OUTPUTS, ROOT } from '../../lib/core/files';
import { closeBrowser, withPage } from '../../lib/figures/browser';

interface Output {
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
}

const FIGURE = 'application/vnd.plotly.v1+json';
/** Pixels of a stored picture for one of the executed notebook, whose pictures have two for one of the page. */
const SCALE = 0.625;
/** A JPEG is stored if it has at most this share of the PNG's bytes: galleries of faces, not lines. */
const SMALLER = 0.4;

async function main(): Promise<void> {
  const target = join(ROOT, 'docs', 'notebooks');
  mkdirSync(target, { recursive: true });
  for (const file of readdirSync(join(OUTPUTS, 'notebooks')).filter((name) => name.endsWith('.ipynb'))) {
    const notebook = JSON.parse(readFileSync(join(OUTPUTS, 'notebooks', file), 'utf8'));
    for (const cell of notebook.cells) {
      delete cell.metadata.execution; // times
      for (const output of (cell.outputs ?? []) as Output[]) await shrink(output);
    }
    const text = `${JSON.stringify(notebook, null, 1)}\n`.replaceAll(ROOT, '.');
    writeFileSync(join(target, file), text);
    console.log(`${join('docs', 'notebooks', file)}: ${Math.round(text.length / 1000)} kB`);
  }
  await closeBrowser();
}

async function shrink(output: Output): Promise<void> {
  const { data } = output;
  if (data === undefined) return;
  delete data[FIGURE];
  if (data['image/png'] === undefined) return;
  const [png, jpeg] = await withPage((page) => smaller(page, String(data['image/png']).trim()));
  delete data['image/png'];
  delete output.metadata?.['image/png'];
  if (jpeg.length < SMALLER * png.length) data['image/jpeg'] = jpeg;
  else data['image/png'] = png;
}

/** A picture as a smaller PNG and as JPEG, base64. */
async function smaller(page: Page, png: string): Promise<[png: string, jpeg: string]> {
  const addresses = await page.evaluate<string[]>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png}';
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(${SCALE} * image.width);
    canvas.height = Math.round(${SCALE} * image.height);
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return [canvas.toDataURL('image/png'), canvas.toDataURL('image/jpeg', 0.85)];
  })()`);
  const [small, jpeg] = addresses.map((address) => address.slice(address.indexOf(',') + 1));
  return [small, jpeg];
}

main();
