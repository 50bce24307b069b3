/** `npm run import -- FILE.pth name=my_vgg`: makes a run of weights from PyTorch. */
import { relative, resolve } from 'node:path';
import { ROOT } from '../core/files';
import { documented } from '../core/help';
import { choice, optional, text } from '../core/keys';
import { kindKey } from '../core/kind-key';
import { networks } from '../models/registry';
import { shownName } from '../models/weights/names';
import { readWeights } from '../models/weights/read';
import type { ImportOptions } from '../training/import-run';
import { command } from './command';
import { RUN_KEYS } from './run-keys';

const KEYS = documented(__filename, {
  /** File of weights: PyTorch's (zip or legacy format) or safetensors. */
  file: text(undefined, 'file'),
  ...RUN_KEYS,
  /** Network of the weights. */
  network: optional(kindKey(networks, 'vgg'), 'recognised by names and shapes'),
  /** Entry of the file with the state dict, if there are several. */
  entry: optional(text(undefined, 'name'), 'the only one'),
  /** Data set to evaluate the run on. */
  dataset: text('auto', 'name or folder'),
  /** File, archive or folder with the data. */
  path: text('', 'path'),
  /** Protocol that selected the weights: challenge (PublicTest) or paper (PrivateTest). */
  protocol: optional(choice(['challenge', 'paper'], 'challenge'), 'unknown'),
});

const usage = {
  name: 'import',
  summary: 'Makes a run of weights from PyTorch, timm or safetensors. Nothing in the file is executed.',
  keys: KEYS,
  bare: 'file',
  examples: ['vgg.pth name=my_vgg', 'best.pth name=my_vgg entry=params protocol=paper'],
};

command(usage, async ({ values }) => {
  const { file, name, network, entry, dataset, path, protocol } = values;
  const options: ImportOptions = { name, network, dataset, path, protocol, modelSaveDir: values.model_save_dir };
  const weights = await readWeights(resolve(ROOT, file), entry);
  // TensorFlow loads here, after most errors that the user can fix.
  const { importRun } = await import('../training/import-run');
  const { folder, options: settings } = await importRun(weights, options);
  const where = weights.entry === '' ? '' : `, from the entry ${shownName(weights.entry)}`;
  console.log(`${settings.network}${where}: imported as a run to ${relative(process.cwd(), folder.path)}`);
  if (!protocol) {
    const others = 'protocol=paper means PrivateTest, as in the original study; challenge means PublicTest';
    console.log(`which split selected the weights is unknown (${others})`);
  }
  console.log(`evaluate it: npm run evaluate -- name=${name}`);
  console.log(`fine-tune it: npm run train -- pretrained=${name} network=${settings.network} name=${name}_tuned`);
});
