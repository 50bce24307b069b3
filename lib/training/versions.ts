import { cpus } from 'node:os';
import { count, type Dataset, hash, splitCounts } from '../data/dataset';
import type { ComputeType } from '../models/network';
import { device, tf } from '../runtime';
import type { OwnKinds } from './own-kinds';
import { computeName } from './precision';

/** Everything that a run's results depend on besides its settings, for `hyperparameters.json`. */
export function environment(data: Dataset, compute: ComputeType, sources: OwnKinds['sources']) {
  const { device, versions } = machine();
  const { name, classes, size } = data;
  return {
    data: { name, classes, size, images: count(data), splits: splitCounts(data), sha256: hash(data) },
    device: { ...device, computes: computeName(compute) },
    versions,
    ...(Object.keys(sources).length > 0 ? { sources } : {}),
  };
}

/** The part that describes the machine. */
export function machine() {
  const { kind, tensorflow } = device();
  return {
    device: { kind, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length },
    versions: { node: process.version, tfjs: tf.version['tfjs-core'], tensorflow },
  };
}
