import { InputError } from '../../../core/errors';
import { isFloating } from '../elements';
import { listed, shownName } from '../names';
import type { NamedTensor } from '../tensor';
import type { Checkpoint } from './checkpoint';
import { valuesOf } from './numbers';
import { TensorView } from './values';

/** Tensors by their names, in PyTorch's layout. */
export interface StateDict {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  /** The entry of the checkpoint that they were in; empty where they were at its top. */
  readonly entry: string;
}

/** Where weights are in a checkpoint: the original study's, timm's and Lightning's, and other habits. */
const ENTRIES = ['params', 'state_dict', 'model_state_dict', 'model', 'net', 'state_dict_ema', 'model_ema'];

/** What wrappers put before every name: data parallelism, a compiled model, a network that holds another. */
const PREFIXES = ['module.', '_orig_mod.', 'model.'];

/**
 * The weights of a checkpoint.
 *
 * @param file its name, for messages
 * @param wanted the entry that holds them; by default one of the usual names, or else the top
 * @throws {InputError} where no entry is one, or its tensors are damaged
 */
export async function stateDictOf(checkpoint: Checkpoint, file: string, wanted?: string): Promise<StateDict> {
  const { entry, views } = chosen(checkpoint.value, file, wanted);
  const floating = [...views].filter(([, { storage }]) => isFloating(storage.type));
  const stored = await checkpoint.storages(new Set(floating.map(([, { storage }]) => storage.key)));
  const prefix = commonPrefix(floating.map(([name]) => name));
  const tensors = new Map<string, NamedTensor>();
  for (const [full, view] of floating) {
    const name = full.slice(prefix.length);
    const values = valuesOf(view, `${file}: ${shownName(full)}`, stored);
    tensors.set(name, { name, shape: view.shape, values });
  }
  return { tensors, entry };
}

type Views = ReadonlyMap<string, TensorView>;

function chosen(value: unknown, file: string, wanted: string | undefined): { entry: string; views: Views } {
  const top = value instanceof Map ? value : new Map();
  const found = dictionariesIn(top);
  const entry = wanted ?? ENTRIES.find((name) => found.has(name)) ?? '';
  const views = entry === '' ? tensorsIn(top) : found.get(entry);
  if (views && views.size > 0) return { entry, views };
  const there = found.size > 0 ? `must be one of ${listed([...found.keys()])}` : 'must hold tensors by their names';
  throw new InputError('entry', entry === '' ? file : shownName(entry), there);
}

/** The entries that are dictionaries of tensors. One that several keys name is looked through once. */
function dictionariesIn(top: ReadonlyMap<unknown, unknown>): Map<string, Views> {
  const looked = new Map<unknown, Views>();
  const found = new Map<string, Views>();
  for (const [key, value] of top) {
    const views = looked.get(value) ?? tensorsIn(value);
    looked.set(value, views);
    if (typeof key === 'string' && views.size > 0) found.set(key, views);
  }
  return found;
}

function tensorsIn(value: unknown): Views {
  const views = new Map<string, TensorView>();
  for (const [key, entry] of value instanceof Map ? value : []) {
    if (typeof key === 'string' && entry instanceof TensorView) views.set(key, entry);
  }
  return views;
}

/** What wrappers put before all names. */
function commonPrefix(names: readonly string[]): string {
  let common = '';
  for (;;) {
    const next = PREFIXES.find((prefix) => names.every((name) => name.startsWith(prefix, common.length)));
    if (!next || names.length === 0) return common;
    common += next;
  }
}
