import { type Hyperparameters, KEYS } from './hyperparameters';
import { valuesOf } from './recipes';
import type { RunSettings } from './run-folder';
import { spansRun } from './schedules';

/** The command that trains such a run, with the keys whose values differ from the recipe's and the defaults. */
export function trainCommand(options: Hyperparameters): string {
  const recipe = valuesOf(options.recipe);
  const changed = Object.entries(options).filter(([key, value]) => value !== (recipe[key] ?? KEYS[key].default));
  return `npm run train -- ${changed.map(([key, value]) => `${key}=${word(value)}`).join(' ')}`;
}

/**
 * The command lines that train a run again, in order: one, unless the run was prolonged and its schedule depends on
 * `n_epochs`. Undefined if no commands can repeat it, for example after a stop in the middle of the schedule.
 */
export function trainCommands({
  options,
  prolonged,
}: Pick<RunSettings, 'options' | 'prolonged'>): string[] | undefined {
  if (!spansRun(options.schedule) || prolonged.length === 0) return [trainCommand(options)];
  if (prolonged.some(({ n_epochs, epoch, step }) => step > 0 || epoch !== n_epochs)) return undefined;
  const lengths = [...prolonged.map(({ n_epochs }) => n_epochs), options.n_epochs];
  return lengths.map((epochs, i) =>
    i === 0
      ? trainCommand({ ...options, n_epochs: epochs })
      : `npm run train -- ${runKeys(options.name, undefined)} restore=last n_epochs=${epochs}`,
  );
}

/** The command line that imports the run's weights again. */
export function importCommand(
  { name, network, protocol }: Hyperparameters,
  imported: Readonly<Record<string, unknown>>,
): string {
  const { file, entry, selected_on } = imported;
  const keys = { name, network, entry, protocol: selected_on === 'unknown' ? '' : protocol };
  const given = Object.entries(keys).filter(([, value]) => value !== '' && value !== undefined);
  return `npm run import -- ${word(file)} ${given.map(([key, value]) => `${key}=${word(value)}`).join(' ')}`;
}

/** The keys that identify a run, for every command. */
export function runKeys(name: string, folder: string | undefined): string {
  return `name=${word(name)}${folder === undefined ? '' : ` model_save_dir=${word(folder)}`}`;
}

/** A value quoted for a shell. */
function word(value: unknown): string {
  const text = String(value);
  return /^[\w./:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
