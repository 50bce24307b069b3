/**
 * The page's Content-Security-Policy: nothing is loaded from, or sent to, another address. `wasm-unsafe-eval` lets
 * WebAssembly be compiled, and nothing else be evaluated.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
