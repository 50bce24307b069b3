/**
 * The program below `node_modules/` that checks types, with its arguments. It is TypeScript 7, which takes a sixth of
 * the time of 5.9, whose interface the kernel and typedoc need; it no longer resolves modules as tsconfig.json says.
 */
export const TYPE_CHECK = /** @type {const} */ (['tsc/bin/tsc', '--noEmit', '--moduleResolution', 'bundler']);
