import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { summary } from '../../lib/models/network-summary';
import type { NetworkName } from '../networks';
import { type NetworkSize, networkOf } from './network';
import type { TypeName } from './types';

/** Work that contenders do: a training step, or the ten-crop evaluation of a batch. */
export type Job = 'step' | 'predict';

/** Argument of a contender that runs a network, as JSON. */
export interface Task {
  readonly job: Job;
  readonly network: NetworkName;
  /** Where {@link writeNetwork} wrote the network. */
  readonly folder: string;
  /** Images per step. */
  readonly batch: number;
  readonly size: NetworkSize;
  readonly precision: TypeName;
  /** Those of the peer's record. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The network of a task, as the bench knows it without running it. */
export interface WrittenNetwork {
  /** Trained parameters. */
  readonly parameters: number;
  /** Millions of multiply-adds per image. */
  readonly megaMultiplyAdds: number;
}

/**
 * Writes a network for the other libraries: layers and parameters as JSON, and the initial weights as float32 in the
 * order of the parameters.
 *
 * @param folder is created
 */
export function writeNetwork(folder: string, name: NetworkName, size: NetworkSize): WrittenNetwork {
  const network = networkOf(name, size);
  try {
    if (network.description === undefined) throw new Error(`${name} has no description; other libraries need one`);
    mkdirSync(folder, { recursive: true });
    const parameters = network.parameters.map(({ name, variable, trainable }) => ({
      name,
      shape: variable.shape,
      trainable,
    }));
    writeFileSync(join(folder, 'network.json'), JSON.stringify({ ...network.description, parameters }));
    const values = network.parameters.map(({ variable }) => variable.dataSync() as Float32Array);
    writeFileSync(
      join(folder, 'weights.bin'),
      Buffer.concat(values.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))),
    );
    const { parameters: count, megaMultiplyAdds } = summary(network).at(-1)!;
    return { parameters: count, megaMultiplyAdds };
  } finally {
    network.dispose();
  }
}
