/**
 * Settings that TensorFlow and tfjs-node read when they load: import this first. Variables that the user has set keep
 * their values.
 */
import util from 'node:util';

// oneDNN's convolutions are off by default on CPUs without AVX-512 VNNI, although they are several times faster there
// too.
process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
// Without AVX-512, TensorFlow would recreate the primitives of filter gradients in every step to save memory.
process.env.TF_MKL_OPTIMIZE_PRIMITIVE_MEMUSE ??= '0';
// Otherwise the threads per op that the first session selects hold for all sessions.
process.env.TF_OVERRIDE_GLOBAL_THREADPOOL ??= '1';
// Warnings about CPU flags and CUDA would appear in notebook cells. Errors still appear.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';

// tfjs-node 4.22 calls two helpers that Node 23 removed. Node 22 warns when they are read: assign them without reading.
Object.assign(util, {
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  isArray: Array.isArray,
});
