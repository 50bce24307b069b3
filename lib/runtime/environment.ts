/**
 * What TensorFlow and tfjs-node must find before they load; import it before either. Whoever sets one of these
 * variables himself keeps his value.
 */
import util from 'node:util';

// oneDNN's convolutions are off by default on CPUs without AVX-512 VNNI, where they are several times faster as well.
process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
// Without AVX-512, TensorFlow would make the primitives of filter gradients anew in every step, to save memory.
process.env.TF_MKL_OPTIMIZE_PRIMITIVE_MEMUSE ??= '0';
// Warnings about CPU flags and CUDA start-up would land in the reader's cell. Errors still show.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';

// tfjs-node 4.22 calls two helpers that Node 23 removed, and that Node 22 warns about when they are read: assign only.
Object.assign(util, {
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  isArray: Array.isArray,
});
