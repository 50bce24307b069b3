import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { SIZE } from '../../lib/data/dataset';
import { load } from '../../lib/data/load-dataset';
import { tf } from '../../lib/runtime';
import type { Files } from './archives';
import { temporaryFolder } from './tables';

/** Writes files below a new folder. @returns the folder */
export function write(t: TestContext, files: Files): string {
  const folder = temporaryFolder(t);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A PNG of one gray value. */
export async function gray(value: number): Promise<Uint8Array> {
  const image = tf.fill([SIZE, SIZE, 1], value, 'int32');
  const bytes = await tf.node.encodePng(image as never);
  image.dispose();
  return bytes;
}

/** A PNG at each path, of its own gray value. */
export async function images(paths: readonly string[]): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const [i, path] of paths.entries()) files[path] = await gray(i);
  return files;
}

/** The result of loading a folder: gray value, label and split of each image, and the notices. */
export async function loaded(folder: string, dataset = folder) {
  const notices: string[] = [];
  const data = await load({ dataset, path: folder, onNotice: (line) => notices.push(line.replace(/^[^:(]*[:] /, '')) });
  const labels = Array.from(data.labels);
  const splits = Array.from(data.splits);
  return { data, labels, splits, notices: notices.slice(1) };
}
