import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectEnvironment } from '../run/environment.mjs';
import { explain } from './errors.mjs';
import { runProgram, which } from './program.mjs';

/**
 * Installs exactly the packages of a lock file, each checked against its hash.
 *
 * @param {string} root
 * @param {string} lock name in requirements/, without `.txt`
 * @param {readonly string[]} where options of pip and uv that select the target
 * @param {import('./setup.mjs').Context} context
 */
export async function install(root, lock, where, { log, onProgress }) {
  const requirements = join(root, 'requirements', `${lock}.txt`);
  const python = join(root, '.venv', 'bin', 'python');
  const uv = which('uv');
  const program = uv ? [uv, 'pip', 'install', '--python', python] : [python, '-m', 'pip', 'install', '--no-input'];
  const total = readFileSync(requirements, 'utf8').match(/^\S+==/gm)?.length;
  let collected = 0;
  const succeeded = await runProgram([...program, ...where, '--no-deps', '--require-hashes', '-r', requirements], {
    log,
    env: { ...environment(root), TMPDIR: join(root, '.venv') }, // on the disk that was checked for space
    onLine(line) {
      if (line.startsWith('Collecting')) onProgress(`collecting ${++collected} of ${total} packages`);
      if (/^ *Downloading/.test(line)) onProgress(line.trim().replace(/ from \S+/, ''));
      if (/^(Installing|Prepared)/.test(line)) onProgress('unpacking');
    },
  });
  if (!succeeded) throw explain(lock, log);
}

/**
 * The environment without the user's settings for install locations. Settings for registries and certificates are kept.
 *
 * @param {string} root
 * @returns {NodeJS.ProcessEnv}
 */
function environment(root) {
  const { PIP_TARGET: _target, PIP_PREFIX: _prefix, VIRTUAL_ENV: _venv, ...rest } = projectEnvironment(root);
  return { ...rest, PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
}
