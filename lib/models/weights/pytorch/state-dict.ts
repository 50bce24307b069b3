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
  /** Key of the checkpoint's entry with the tensors; empty if they are at the top level. */
  readonly entry: string;
}

/** Usual keys of weights in a checkpoint: those of the original study, timm, Lightning and others. */
const ENTRIES = ['params', 'state_dict', 'model_state_dict', 'model', 'net', 'state_dict_ema', 'model_ema'];

/** Prefixes added by wrappers: data parallelism, compiled models, a network inside another. */
const PREFIXES = ['module.', '_orig_mod.', 'model.'];

/**
 * The weights of a checkpoint.
 *
 * @param file its name, for messages
 * @param wanted key of the entry with the weights; by default one of the usual keys, otherwise the top level
 * @throws {InputError} if there is no such entry, or its tensors are damaged
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
  const there = found.size > 0 ? `must be one of ${listed([...found.keys()])}` : 'must contain tensors by name';
  throw new InputError('entry', entry === '' ? file : shownName(entry), there);
}

/** Entries that are dictionaries of tensors. An entry with several keys is searched once. */
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

/** The prefix that all names share because of wrappers. */
function commonPrefix(names: readonly string[]): string {
  let common = '';
  for (;;) {
    const next = PREFIXES.find((prefix) => names.every((name) => name.startsWith(prefix, common.length)));
    if (!next || names.length === 0) return common;
    common += next;
  }
}
