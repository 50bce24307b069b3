import { which } from '../setup/program.mjs';
import { tried } from './trial.mjs';

/**
 * Asks the cluster for its partitions. Submits nothing.
 *
 * @returns {import('../doctor.mjs').Check}
 */
export function slurm() {
  if (!which('sbatch')) return { name: 'Slurm', state: 'note', detail: 'none; studies run on this machine' };
  const { ok, said } = tried(['sinfo', '--noheader', '--format=%P: %D %T']);
  if (!ok) return { name: 'Slurm', state: 'note', detail: `sbatch is installed, but sinfo finds no cluster: ${said}` };
  return {
    name: 'Slurm',
    state: 'ok',
    detail: `${tried(['sbatch', '--version']).said}; ${said.replaceAll('\n', ', ')}`,
  };
}
