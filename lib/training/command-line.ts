import { type Hyperparameters, KEYS, toKeys } from './hyperparameters';

/** The command line that trains such a run: the keys whose values are not the defaults. */
export function trainCommand(options: Hyperparameters): string {
  const changed = Object.entries(toKeys(options)).filter(([key, value]) => value !== KEYS[key].default);
  return `npm run train -- ${changed.map(([key, value]) => `${key}=${word(value)}`).join(' ')}`;
}

/** The keys that name a run to every command. */
export function runKeys(name: string, modelSaveDir: string | undefined): string {
  return `name=${word(name)}${modelSaveDir === undefined ? '' : ` model_save_dir=${word(modelSaveDir)}`}`;
}

/** A value as a shell takes it for one word. */
function word(value: unknown): string {
  const text = String(value);
  return /^[\w./:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
