import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { compilers } from './compiler.mjs';
import { explain } from './errors.mjs';
import { runProgram } from './program.mjs';
import { digest, textOf } from './stamp.mjs';
import { TENSORFLOW } from './tensorflow.mjs';

const SOURCES = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];
/** The project's own ops, which the addon registers when it is loaded. */
const OPS = join('lib', 'runtime', 'native');
const FLAGS = ['-std=c++17', '-O2', '-fPIC', '-shared', '-pthread', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'];

/**
 * The native addon of tfjs-node-gpu, compiled against the C library in the TensorFlow wheel. With Node's stable
 * interface (Node-API 8), one build works for every version of Node.
 *
 * @param {string} root
 * @returns {import('./setup.mjs').Step}
 */
export function addon(root) {
  const modules = join(root, 'node_modules');
  const source = join(modules, '@tensorflow', 'tfjs-node-gpu');
  const headers = join(modules, 'node-api-headers');
  const wheel = join(root, '.venv', TENSORFLOW);
  const library = join(wheel, 'tensorflow');
  const product = join(source, 'lib', 'napi-v8', 'tfjs_binding.node');
  return {
    title: 'TensorFlow addon for Node',
    megabytes: 10,
    product,
    stamp: `${product}.setup`,
    inputs: () =>
      digest([
        ...[source, headers].map((folder) => textOf(join(folder, 'package.json'))),
        textOf(join(wheel, '.setup')),
        ...readdirSync(join(root, OPS)).map((file) => textOf(join(root, OPS, file))),
        process.arch,
        ...FLAGS,
      ]),
    async run(context) {
      mkdirSync(dirname(product), { recursive: true });
      const built = product.replace('.node', '.new.node');
      const args = [
        ...FLAGS,
        ...SOURCES.map((file) => join(source, file)),
        join(root, OPS, 'winograd.cc'),
        ...[source, dirname(source), join(library, 'include'), join(headers, 'include')].map((folder) => `-I${folder}`),
        join(library, 'libtensorflow_cc.so.2'),
        join(library, 'libtensorflow_framework.so.2'),
        `-Wl,-rpath,$ORIGIN/${relative(dirname(product), library)}`, // so that the project's folder can be moved
        '-o',
        built,
      ];
      await compile(root, args, built, context);
      renameSync(built, product);
    },
  };
}

/**
 * Tries the compilers in turn until one produces an addon that loads.
 *
 * @param {string} root
 * @param {readonly string[]} args
 * @param {string} built
 * @param {import('./setup.mjs').Context} context
 */
async function compile(root, args, built, context) {
  const { log, onProgress } = context;
  const load = [process.execPath, '-e', 'require(process.argv[1])', built];
  for await (const { name, command, env } of compilers(root, context)) {
    onProgress(`compiling with ${name}`);
    if ((await runProgram([...command, ...args], { log, env })) && (await runProgram(load, { log }))) return;
  }
  throw explain('TensorFlow addon', log);
}
