/** `npm run evaluate -- name=my_vgg split=PrivateTest`: measures a run on a split. */
import { relative } from 'node:path';
import { SPLITS } from '../data/dataset';
import { VIEWS } from '../data/views';
import { accuracy, accuracyWithoutCopies, DAGGER_NOTE, measured, UNKNOWN_NOTE } from '../evaluation/describe';
import { isOptimistic } from '../evaluation/metrics';
import { evaluationFigures } from '../figures/evaluation';
import { counter } from '../notebook/counter';
import { requireRunNetwork } from '../training/own-kinds';
import { readSettings, runFolder } from '../training/run';
import { checkpointOf } from './checkpoint';
import { command, nameOf, oneOf, onlyKeys } from './command';
import { ferPlusFor, loadFor } from './images';
import { saveResults } from './save';

command(async (values, signal) => {
  onlyKeys(values, ['name', 'split', 'crops', 'epoch', 'copies', 'ferplus', 'path', 'model_save_dir']);
  const name = nameOf(values);
  const split = oneOf(values, 'split', SPLITS);
  const views = oneOf(values, 'crops', VIEWS);
  const copies = oneOf(values, 'copies', ['exact', 'near']);
  const checkpoint = checkpointOf(values.get('epoch'));
  const folder = runFolder(name, values.get('model_save_dir'));
  const run = readSettings(folder);
  const { options } = run;
  requireRunNetwork(folder, run);
  const data = await loadFor({ ...options, path: values.get('path') ?? options.path });
  const { evaluate } = await import('../evaluation/evaluate');
  const { evaluation, predictions, before } = await evaluate(folder, {
    data,
    split,
    views,
    checkpoint,
    copies,
    ferplus: ferPlusFor(data, values),
    signal,
    onProgress: counter('images'),
    onAudit: counter('images compared'),
  });
  const limit = options.limit > 0 ? ` (the run's limit=${options.limit})` : '';
  console.log(measured(evaluation, limit));
  console.log(
    `top-1 ${accuracy(evaluation)}  top-2 ${(100 * evaluation.top2).toFixed(2)} %  loss ${evaluation.loss.toFixed(4)}`,
  );
  const rest = accuracyWithoutCopies(evaluation);
  if (rest) console.log(rest);
  if (isOptimistic(evaluation)) console.log(DAGGER_NOTE);
  if (evaluation.selected_on === 'unknown') console.log(UNKNOWN_NOTE);
  if (before && measured(before) !== measured(evaluation)) console.log(`replaces what was there: ${measured(before)}`);
  const figures = evaluationFigures({ evaluation, predictions });
  await saveResults({ figures }, { folder: folder.figures, signal });
  console.log(
    `written to ${relative(process.cwd(), folder.evaluation)} and ${relative(process.cwd(), folder.figures)}`,
  );
});
