import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './pip.mjs';
import { which } from './program.mjs';

/**
 * @typedef {object} Compiler
 * @property {string} name
 * @property {readonly string[]} command
 * @property {NodeJS.ProcessEnv} [env]
 */

/** The C++ compilers on the PATH. CXX comes first if it is set. */
export function systemCompilers() {
  return [process.env.CXX ?? '', 'c++', 'g++', 'clang++'].filter((name) => name && which(name));
}

/**
 * The machine's C++ compilers, then PyPI's `ziglang`, which is installed only if none of them works.
 *
 * @param {string} root
 * @param {import('./setup.mjs').Context} context
 * @returns {AsyncGenerator<Compiler>}
 */
export async function* compilers(root, context) {
  for (const name of systemCompilers()) yield { name, command: [name] };
  const folder = join(root, '.venv', 'zig');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  await install(root, 'zig', ['--target', folder], context);
  const cache = join(folder, 'cache');
  yield {
    name: 'zig, which first builds its C++ library',
    command: [join(folder, 'ziglang', 'zig'), 'c++'],
    env: { ...process.env, ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache },
  };
}
