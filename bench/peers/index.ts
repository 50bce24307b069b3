/** The libraries that the benches compare with. To add one, add its file here and a line to the list. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import { which } from '../../scripts/setup/program.mjs';
import type { Job } from '../harness/task';
import type { TypeName } from '../harness/types';
import { type Contender, ours, peer } from '../harness/worker';

/** A library, with the settings that its users can choose. */
export interface Peer {
  /** As in tables. */
  readonly name: string;
  /**
   * The file beside this one, without its extension; in `ours/` for TypeScript. Its name must not be that of a Python
   * package, which it would hide: torchvision imports `pytorch` if there is one.
   */
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

const PYTORCH = { file: 'torch_peer', packages: ['peers', 'torch'], mixed: true } as const;
const KERAS = { file: 'keras_peer', packages: ['peers-keras', 'keras'] } as const;
const LAST = { layout: 'channels-last' };

const PEERS = {
  pytorch: { ...PYTORCH, name: 'PyTorch' },
  pytorch_last: { ...PYTORCH, name: 'PyTorch channels-last', settings: LAST },
  pytorch_foreach: {
    ...PYTORCH,
    name: 'PyTorch channels-last, foreach',
    settings: { ...LAST, sgd: 'foreach' },
    only: 'step',
  },
  pytorch_fused: {
    ...PYTORCH,
    name: 'PyTorch channels-last, fused',
    settings: { ...LAST, sgd: 'fused' },
    only: 'step',
  },
  torch_compile: {
    ...PYTORCH,
    name: 'torch.compile',
    settings: { ...LAST, sgd: 'fused', compile: true },
    needs: { what: 'C++ compiler', programs: ['g++', 'c++', 'clang++'] },
  },
  keras: { ...KERAS, name: 'Keras', settings: { jit_compile: false } },
  keras_xla: { ...KERAS, name: 'Keras, jit_compile', settings: { jit_compile: true } },
  jax: { name: 'JAX', file: 'jax_peer', packages: ['peers-jax', 'jax'] },
  layers_model: { name: 'LayersModel', file: 'layers-model' },
} as const satisfies Readonly<Record<string, Peer>>;

export type PeerName = keyof typeof PEERS;

export const PEER_NAMES = Object.keys(PEERS) as PeerName[];

export function benchPeer(name: PeerName): Peer {
  return PEERS[name];
}

/** Those of the named peers that do a job with activations of a type. */
export function peersOf(job: Job, precision: TypeName, names: readonly PeerName[] = PEER_NAMES): Peer[] {
  return names.map(benchPeer).filter(({ only = job, mixed }) => only === job && (precision === 'float32' || mixed));
}

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
