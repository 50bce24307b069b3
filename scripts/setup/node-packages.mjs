import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { explain } from './errors.mjs';
import { runProgram } from './program.mjs';
import { digest } from './stamp.mjs';

/**
 * The npm packages of the lock file, without their install scripts.
 *
 * @param {string} root
 * @returns {import('./setup.mjs').Step}
 */
export function nodePackages(root) {
  const lock = join(root, 'package-lock.json');
  return {
    title: 'npm packages',
    megabytes: 700,
    product: join(root, 'node_modules', 'esbuild'),
    stamp: join(root, 'node_modules', '.setup'),
    inputs: () => digest([readFileSync(lock)]),
    async run({ log, onProgress }) {
      if (isInstalled(root)) return;
      const total = Object.keys(JSON.parse(readFileSync(lock, 'utf8')).packages).length;
      let fetched = 0;
      const succeeded = await runProgram([...npm(), 'ci', '--prefix', root, '--ignore-scripts', '--loglevel=http'], {
        log,
        onLine(line) {
          if (/^npm http (fetch GET 200|cache) .*\.tgz/.test(line)) onProgress(`${++fetched} of about ${total}`);
        },
      });
      if (!succeeded) throw explain('npm packages', log);
    },
  };
}

/**
 * Whether npm itself has installed node_modules from this lock file, for example by `npm install NAME`. npm's record also
 * lists packages that `--package-lock-only` skipped.
 *
 * @param {string} root
 */
function isInstalled(root) {
  const record = join(root, 'node_modules', '.package-lock.json'); // npm writes it last
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const { '': _, ...wanted } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      entry.optional ||
      path.startsWith('vendor/') ||
      (isSame(entry, installed[path]) && isThere(join(root, path), entry.link === true)),
  );
}

/**
 * @param {{ version?: string, integrity?: string, link?: boolean }} wanted
 * @param {{ version?: string, integrity?: string, link?: boolean }} [installed]
 */
function isSame(wanted, installed) {
  return installed !== undefined && wanted.version === installed.version && wanted.integrity === installed.integrity;
}

/**
 * @param {string} path
 * @param {boolean} isLink
 */
function isThere(path, isLink) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === isLink;
}

/** The npm that runs this command, otherwise the one on the PATH. */
function npm() {
  const running = process.env.npm_execpath;
  return running && basename(running).startsWith('npm') ? [process.execPath, running] : ['npm'];
}
