import type * as TensorFlow from '@tensorflow/tfjs';

declare global {
  /** tfjs, from a script of its own. */
  const tf: typeof TensorFlow & { readonly wasm: { setWasmPaths(folder: string): void } };
}

/** What the page uses of WebGPU, which not every browser has. */
interface WebGpu {
  readonly gpu?: { requestAdapter(): Promise<{ readonly info?: { readonly isFallbackAdapter?: boolean } } | null> };
}

/** Names of tfjs's backends, the fastest first. */
const BACKENDS = ['webgpu', 'webgl', 'wasm'] as const;
type Backend = (typeof BACKENDS)[number];

/**
 * Chooses WebGPU, else WebGL, else WASM. A GPU that is emulated on the CPU is slower than WASM, so it is skipped.
 * `?backend=wasm` in the address chooses one.
 *
 * @returns its name
 */
export async function chooseBackend(): Promise<string> {
  tf.wasm.setWasmPaths(new URL('tfjs/', document.baseURI).href);
  tf.enableProdMode();
  const wanted = new URLSearchParams(location.search).get('backend');
  const known = BACKENDS.find((backend) => backend === wanted);
  const candidates = known ? [known] : BACKENDS;
  for (const backend of candidates) {
    if (known === undefined && !(await isFast(backend))) continue;
    if (await tf.setBackend(backend)) {
      await tf.ready();
      return backend;
    }
  }
  throw new Error(`this browser has none of ${candidates.join(', ')}`);
}

async function isFast(backend: Backend): Promise<boolean> {
  if (backend === 'wasm') return true;
  if (backend === 'webgpu') {
    const adapter = await (navigator as WebGpu).gpu?.requestAdapter();
    return adapter ? adapter.info?.isFallbackAdapter !== true : false;
  }
  const gl = document.createElement('canvas').getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const renderer = info ? String(gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return gl !== null && !/swiftshader|llvmpipe|software/i.test(renderer);
}
