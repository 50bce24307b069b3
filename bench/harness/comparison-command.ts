import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../../lib/cli/command';
import { peersOf } from '../peers';
import { compareNetwork } from './compare-network';
import { installPeers } from './install';
import { markdown } from './markdown';
import { comparisonKeys, outKey } from './options';
import { progressTo } from './progress';
import { GrowingReport } from './report';
import type { Job } from './task';
import { mixedType } from './types';

/** Runs the bench that compares one network with the peers in one job. */
export function comparisonCommand(job: Job, summary: string): Promise<void> {
  const definition = { ...comparisonKeys(), ...outKey(job) };
  const usage = { name: 'bench', summary, keys: definition, examples: [`${job} network=narrow_vgg bs=128`] };
  return command(usage, async ({ values }, signal) => {
    const { network, bs: batch, steps, warm_up: warmUp, finalists, threads, peers } = values;
    const precision = values.precision === 'mixed' ? mixedType() : 'float32';
    const report = new GrowingReport(threads, values.out);
    const part = `${network}, ${job}, ${batch}`;
    if (precision === undefined) report.skip(`${part}, mixed precision`, 'PyTorch would emulate it on this machine');
    else {
      await installPeers(peersOf(job, precision, peers).flatMap(({ packages }) => packages?.[0] ?? []));
      await inTemporaryFolder(async (folder) => {
        const options = { steps, warmUp, finalists, threads, signal, onProgress: progressTo(part) };
        const comparison = { network, job, batch, precision, peers };
        report.addComparison(await report.part(part, () => compareNetwork(comparison, folder, options)));
      });
    }
    console.log(markdown(report.report));
  });
}

/** Calls `use` with a new folder, and deletes it. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fer-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
