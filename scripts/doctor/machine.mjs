import { readFileSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import { which } from '../setup/program.mjs';
import { disk } from './disk.mjs';
import { tried } from './trial.mjs';

/** Instruction sets that determine how fast a network trains on the CPU, as the kernel names them. */
const FLAGS = ['avx2', 'fma', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_bf16', 'amx_tile'];

/**
 * The hardware.
 *
 * @param {string} root
 * @returns {readonly import('../doctor.mjs').Check[]}
 */
export function machine(root) {
  return [
    { name: 'CPU', state: 'ok', detail: processor() },
    { name: 'Memory', state: 'ok', detail: `${gigabytes(totalmem())}, ${gigabytes(freemem())} free` },
    disk(root),
    graphics(),
  ];
}

function processor() {
  const words = new Set(
    (/^(flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[2] ?? '').split(' '),
  );
  const flags = FLAGS.filter((flag) => words.has(flag));
  return `${cpus()[0].model}, ${cpus().length} cores${flags.length > 0 ? `, ${flags.join(' ')}` : ''}`;
}

/** @returns {import('../doctor.mjs').Check} */
function graphics() {
  if (!which('nvidia-smi'))
    return { name: 'NVIDIA', state: 'note', detail: 'no nvidia-smi; networks train on the CPU' };
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader'];
  const { ok, said } = tried(['nvidia-smi', ...query]);
  if (ok && said) return { name: 'NVIDIA', state: 'ok', detail: said.replaceAll('\n', '; ') };
  return { name: 'NVIDIA', state: 'note', detail: `nvidia-smi finds no GPU: ${said}`, fix: "install NVIDIA's driver" };
}

/** @param {number} bytes */
function gigabytes(bytes) {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
