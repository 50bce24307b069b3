import { readFileSync, statfsSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import { outputOf } from '../setup/program.mjs';

/** Instruction sets that determine how fast a network trains on the CPU, as the kernel names them. */
const FLAGS = ['avx2', 'fma', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_bf16', 'amx_tile'];

/**
 * The hardware.
 *
 * @returns {readonly import('../doctor.mjs').Check[]}
 */
export function machine() {
  const { bavail, bsize } = statfsSync('.');
  return [
    { name: 'CPU', state: 'ok', detail: processor() },
    { name: 'Memory', state: 'ok', detail: `${gigabytes(totalmem())}, ${gigabytes(freemem())} free` },
    { name: 'Disk', state: 'ok', detail: `${gigabytes(bavail * bsize)} free` },
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
  const query = 'name,memory.total,driver_version';
  const cards = outputOf(['nvidia-smi', `--query-gpu=${query}`, '--format=csv,noheader']);
  return cards
    ? { name: 'NVIDIA', state: 'ok', detail: cards.replaceAll('\n', '; ') }
    : { name: 'NVIDIA', state: 'note', detail: 'nvidia-smi finds no GPU; networks train on the CPU' };
}

/** @param {number} bytes */
function gigabytes(bytes) {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
