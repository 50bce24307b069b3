import { SetupError } from './errors.mjs';
import { allOnPath, outputOf, which } from './program.mjs';

const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

/** Prints the version and whether this Python can create an environment, such as `3.11 yes`. */
const PROBE = `
import importlib.util, sys
modules = all(importlib.util.find_spec(name) for name in ('venv', 'ensurepip'))
print('%d.%d' % sys.version_info[:2], 'yes' if modules else 'no')`;

/**
 * A Python ≥ 3.10 on this machine that can create an environment. With uv, which needs no venv module, any will do.
 *
 * @returns {{ python: string, version: string, uv: string | undefined }}
 */
export function findPython() {
  const uv = which('uv');
  const found = NAMES.flatMap(allOnPath).flatMap((path) => probe(path) ?? []);
  const recent = found.filter(({ version }) => Number(version.split('.')[1]) >= 10);
  const usable = recent.find(({ venv }) => venv || uv);
  if (usable) return { python: usable.python, version: usable.version, uv };
  if (recent.length > 0) {
    const [{ version }] = recent;
    const fix = `install it (Debian: apt install python${version}-venv), or uv`;
    throw new SetupError('Python', `${version} has no venv module`, fix);
  }
  const fault = found.length > 0 ? found[0].version : 'not found';
  throw new SetupError('Python', fault, 'must be 3.10 or newer (Debian: apt install python3 python3-venv)');
}

/** @param {string} python */
function probe(python) {
  const output = outputOf([python, '-c', PROBE]);
  if (output === undefined) return undefined;
  const [version, venv] = output.split(' ');
  return version.startsWith('3.') ? { python, version, venv: venv === 'yes' } : undefined;
}
