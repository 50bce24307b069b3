/** The libraries that the benches compare with. To add one, add its file here and a line to the list. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import { which } from '../../scripts/setup/program.mjs';
import type { Job } from '../harness/task';
import { type Contender, ours, peer } from '../harness/worker';

/** A library, with the settings that its users can choose. */
export interface Peer {
  readonly name: string;
  /** The file beside this one, without its extension; in `ours/` for TypeScript. */
  readonly file: string;
  /** Folder of its packages in `.venv`, and a package in it; none for TypeScript. */
  readonly packages?: readonly [folder: string, name: string];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether it runs in mixed precision. @default false */
  readonly mixed?: boolean;
  /** The only job that the settings concern. @default both */
  readonly only?: Job;
  /** Programs of the machine of which it needs one, and what they are. */
  readonly needs?: { readonly what: string; readonly programs: readonly string[] };
}

const PYTORCH = { file: 'pytorch', packages: ['peers', 'torch'], mixed: true } as const;
const KERAS = { file: 'keras_tensorflow', packages: ['peers-keras', 'keras'] } as const;
const COMPILER = { what: 'C++ compiler', programs: ['g++', 'c++', 'clang++'] };
const LAST = { layout: 'channels-last' };

export const PEERS: readonly Peer[] = [
  { ...PYTORCH, name: 'PyTorch' },
  { ...PYTORCH, name: 'PyTorch channels-last', settings: LAST },
  { ...PYTORCH, name: 'PyTorch channels-last, foreach', settings: { ...LAST, sgd: 'foreach' }, only: 'step' },
  { ...PYTORCH, name: 'PyTorch channels-last, fused', settings: { ...LAST, sgd: 'fused' }, only: 'step' },
  { ...PYTORCH, name: 'torch.compile', settings: { ...LAST, sgd: 'fused', compile: true }, needs: COMPILER },
  { ...KERAS, name: 'Keras', settings: { jit_compile: false } },
  { ...KERAS, name: 'Keras, jit_compile', settings: { jit_compile: true } },
  { name: 'JAX', file: 'plain_jax', packages: ['peers-jax', 'jax'] },
  { name: 'LayersModel', file: 'layers-model' },
];

/** Why a peer cannot run here; undefined if it can. */
export function obstacle({ packages, needs }: Peer, root = ROOT): string | undefined {
  if (packages && !existsSync(join(root, '.venv', ...packages))) return `not installed in .venv/${packages[0]}`;
  if (needs && !needs.programs.some((program) => which(program) !== undefined)) return `needs a ${needs.what}`;
  return undefined;
}

/** The process of a peer. @param task its argument */
export function contenderOf({ name, file, packages }: Peer, task: string): Contender {
  return packages ? { ...peer(name, file, task), packages: packages[0] } : ours(name, file, task);
}
