import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FolderContent } from '../core/changes';
import { ROOT } from '../core/files';
import { classColours } from '../figures/theme';
import { servingGraph } from '../models/weights/serving';
import { encodeTfjs } from '../models/weights/tfjs/encode-tfjs';
import { DETECTOR_FILES, DETECTOR_LICENCE } from '../photos/detector';
import { honestUse } from '../photos/honest-use';
import { type OpenReaderOptions, openReader } from '../photos/open-reader';
import { restoreWeights } from '../training/checkpoint';
import { buildRunNetwork } from '../training/own-kinds';
import { type RunFolder, readSettings } from '../training/run-folder';
import type { Settings } from './page/settings';
import { pageFiles } from './scripts';

/** tfjs's files by the names that the page gives them. WASM's own names are those that its backend asks for. */
const TFJS: Readonly<Record<string, string>> = {
  'tf.js': 'tfjs/dist/tf.es2017.min.js',
  'webgpu.js': 'tfjs-backend-webgpu/dist/tf-backend-webgpu.es2017.min.js',
  'wasm.js': 'tfjs-backend-wasm/dist/tf-backend-wasm.es2017.min.js',
  'tfjs-backend-wasm.wasm': 'tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm': 'tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
};

/**
 * All files of a run's demo page, by their addresses below the page: HTML, scripts, tfjs, the detector and the network.
 * @throws {InputError} if there is no such run or checkpoint, or its network cannot be exported
 */
export async function demoSite(
  folder: RunFolder,
  options: Omit<OpenReaderOptions, 'views' | 'faces'>,
): Promise<FolderContent> {
  const run = readSettings(folder);
  const { name } = run.options;
  const reader = await openReader(folder, { ...options, views: 'center' }); // as the exported network sees a face
  const network = buildRunNetwork(folder, run);
  try {
    const { temperature, framing, classifier } = reader;
    const { classes, size } = classifier;
    const colours = classColours(classes);
    const settings: Settings = { name, classes, colours, size, temperature, framing, use: honestUse(folder) };
    restoreWeights(folder.checkpoints, network.parameters, options.epoch ?? 'best');
    return {
      ...pageFiles(name),
      'settings.json': `${JSON.stringify(settings, null, 2)}\n`,
      ...below('network', encodeTfjs(servingGraph(network, size), { name })),
      ...below(
        'detector',
        Object.fromEntries([...DETECTOR_FILES, DETECTOR_LICENCE].map((file) => [basename(file), readFileSync(file)])),
      ),
      ...below(
        'tfjs',
        Object.fromEntries(Object.entries(TFJS).map(([file, path]) => [file, readFileSync(tfjs(path))])),
      ),
    };
  } finally {
    network.dispose();
    reader.dispose();
  }
}

function tfjs(path: string): string {
  return join(ROOT, 'node_modules', '@tensorflow', path);
}

function below(folder: string, files: FolderContent): FolderContent {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
}
