import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { nearest } from '../system/nearest.cjs';

/**
 * @typedef {object} Script
 * @property {string} summary one sentence
 * @property {string} [args] as shown after the command
 * @property {readonly string[]} examples arguments of complete calls
 */

/**
 * The commands that are scripts and not programs of the library.
 *
 * @type {Readonly<Record<string, Script>>}
 */
const SCRIPTS = {
  start: {
    summary: 'Starts JupyterLab with the notebooks, for this machine only.',
    args: '[option of JupyterLab …]',
    examples: ['', '--ServerApp.port=9000 --no-browser'],
  },
  test: {
    summary: 'Checks format, lint and types, and runs the tests. A pattern is part of the path of a test file.',
    args: '[pattern …]',
    examples: ['', 'core training/schedules'],
  },
  notebooks: {
    summary: 'Runs notebooks headless, all by default, with parameters. Executed copies are in outputs/notebooks/.',
    args: '[notebook …] [key=value …]',
    examples: ['02-train n_epochs=3 bs=32', '01-explore'],
  },
  bench: {
    summary: 'Measures this project against PyTorch, Keras, JAX, tfjs, torchvision and pandas.',
    args: 'BENCH [key=value …]',
    examples: ['all', 'step network=narrow_vgg bs=128', 'profile network=efficientnet_b0', 'step --help'],
  },
  docs: {
    summary: 'Builds the documentation, with the notebooks and a reference, in site/ or another folder.',
    args: '[out=FOLDER]',
    examples: ['', 'out=public/docs'],
  },
  kernel: {
    summary: 'Installs the TypeScript kernel for every JupyterLab of this user, or removes it.',
    args: 'install | uninstall | status',
    examples: ['install', 'status', 'uninstall'],
  },
  doctor: {
    summary: 'Tries each part of the machine and of the project, and says how to fix what fails.',
    args: '[--json]',
    examples: ['', '--json'],
  },
  setup: { summary: 'Installs what is missing, as every command but doctor does first.', examples: [''] },
};

/**
 * The commands of package.json, in its order.
 *
 * @param {string} root
 * @returns {readonly string[]}
 */
export function commandNames(root) {
  return Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
}

/**
 * How a command is called.
 *
 * @param {string} name
 */
export function callOf(name) {
  return name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`;
}

/**
 * The first sentence of what a command does. That of a program of the library is in its source, since nothing may be
 * installed yet.
 *
 * @param {string} root
 * @param {string} name
 * @returns {string}
 */
export function summaryOf(root, name) {
  if (Object.hasOwn(SCRIPTS, name)) return firstSentence(SCRIPTS[name].summary);
  const file = join(root, 'lib', 'cli', `${name}.ts`);
  const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const summary = /^ +summary:\s+(['"])(.*)\1(,| \+)$/m.exec(source)?.[2] ?? '';
  return firstSentence(summary);
}

/** @param {string} text */
function firstSentence(text) {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}

/**
 * All commands with a line each.
 *
 * @param {string} root
 * @returns {string}
 */
export function commandList(root) {
  const calls = commandNames(root).map((name) => ({ call: callOf(name), summary: summaryOf(root, name) }));
  const width = Math.max(...calls.map(({ call }) => call.length));
  return [
    'usage: npm run COMMAND -- [key=value …]',
    '',
    ...calls.map(({ call, summary }) => `  ${call.padEnd(width)}  ${summary}`),
    '',
    'npm run COMMAND -- --help prints the arguments of a command.',
  ].join('\n');
}

/**
 * The line for a command that does not exist.
 *
 * @param {string} root
 * @param {string} name
 * @returns {string}
 */
export function unknownCommand(root, name) {
  const names = commandNames(root);
  const meant = nearest(name, names);
  return `error: command: ${name}; must be one of ${names.join(', ')}${meant ? `; did you mean ${meant}?` : ''}`;
}

/**
 * The text of `--help` of a command that is a script; undefined for a program of the library, which prints its own.
 *
 * @param {string} root
 * @param {string} name
 * @returns {string | undefined}
 */
export function scriptHelp(root, name) {
  if (!Object.hasOwn(SCRIPTS, name)) return undefined;
  const { summary, args, examples } = SCRIPTS[name];
  const lines = examples.map((example) => `  ${callOf(name)}${example && ` -- ${example}`}`);
  return [
    `usage: ${callOf(name)}${args ? ` -- ${args}` : ''}`,
    '',
    summary,
    ...choices(root, name),
    '',
    'examples:',
    ...lines,
  ].join('\n');
}

/**
 * The notebooks or benches that a command takes one of.
 *
 * @param {string} root
 * @param {string} name
 * @returns {readonly string[]}
 */
function choices(root, name) {
  const extension = { notebooks: '.ipynb', bench: '.ts' }[name];
  if (!extension) return [];
  const files = readdirSync(join(root, name)).filter((file) => file.endsWith(extension));
  const names = files.map((file) => parse(file).name).sort();
  return ['', `  ${name === 'bench' ? 'BENCH' : 'notebook'}  one of ${names.join(', ')}`];
}
