/** `npm run import -- FILE.pth name=my_vgg`: makes a run of weights that PyTorch trained. */
import { relative, resolve } from 'node:path';
import { InputError } from '../errors';
import { ROOT } from '../files';
import { shownName } from '../models/weights/names';
import { readWeights } from '../models/weights/read';
import { hyperparameters } from '../training/hyperparameters';
import type { ImportOptions } from '../training/import';
import { command, nameOf, oneOf, onlyKeys } from './command';

const KNOWN = ['file', 'name', 'network', 'entry', 'dataset', 'path', 'protocol', 'model_save_dir'];

command(
  async (values) => {
    onlyKeys(values, KNOWN);
    const file = values.get('file');
    if (file === undefined)
      throw new InputError('file', 'missing', 'give one, as npm run import -- vgg.pth name=my_vgg');
    const name = nameOf(values);
    const chosen: ImportOptions = {
      name,
      network: values.get('network'),
      dataset: values.get('dataset'),
      path: values.get('path'),
      protocol: oneOf(values, 'protocol', ['challenge', 'paper']),
      modelSaveDir: values.get('model_save_dir'),
    };
    hyperparameters(chosen); // says what is wrong with them before the file is read
    const weights = await readWeights(resolve(ROOT, file), values.get('entry'));
    // TensorFlow loads here, after most that a user may have to mend.
    const { importRun } = await import('../training/import');
    const { folder, options } = await importRun(weights, chosen);
    const where = weights.entry === '' ? '' : `, from the entry ${shownName(weights.entry)}`;
    console.log(`${options.network}${where}: ${relative(process.cwd(), folder.path)} holds it as a run`);
    if (!chosen.protocol) {
      const others = 'protocol=paper would say PrivateTest, as in the original study, challenge PublicTest';
      console.log(`which split selected the weights is unknown (${others})`);
    }
    console.log(`npm run evaluate -- name=${name} measures it`);
    console.log(`npm run train -- pretrained=${name} network=${options.network} name=${name}_tuned fine-tunes it`);
  },
  { bare: 'file' },
);
