import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { compilers } from './compiler.mjs';
import { explain } from './errors.mjs';
import { runProgram } from './program.mjs';
import { digest, textOf } from './stamp.mjs';
import { TENSORFLOW } from './tensorflow.mjs';

/** The npm package, and what the set-up compiles in it. */
const PACKAGE = join('node_modules', '@tensorflow', 'tfjs-node-gpu');
const BINARIES = join(PACKAGE, 'lib', 'napi-v8');
const SOURCES = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];
/** The project's own ops for TensorFlow. */
const OPS = join('lib', 'runtime', 'native');
/** Those that replace functions in the addon's source. */
const PATCHES = ['session.h', 'shared-arrays.h'];
/** A library of its own, so that the profiler's Python can load it as well. */
const OPS_LIBRARY = 'libfer_ops.so';
export const OPS_PATH = join(BINARIES, OPS_LIBRARY);
/** Multiply-adds are written out there: results do not depend on the compiler. */
const OPS_FLAGS = ['-ffp-contract=off'];
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
  const source = join(root, PACKAGE);
  const headers = join(modules, 'node-api-headers');
  const wheel = join(root, '.venv', TENSORFLOW);
  const library = join(wheel, 'tensorflow');
  const product = join(root, BINARIES, 'tfjs_binding.node');
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
        OPS_LIBRARY,
        ...OPS_FLAGS,
        ...FLAGS,
      ]),
    async run(context) {
      mkdirSync(dirname(product), { recursive: true });
      const framework = join(library, 'libtensorflow_framework.so.2');
      const wheelFolder = `-Wl,-rpath,$ORIGIN/${relative(dirname(product), library)}`; // so that the project can be moved
      const build = async (/** @type {string} */ file, /** @type {string[]} */ args) => {
        const built = `${file.slice(0, file.lastIndexOf('.'))}.new${extname(file)}`;
        const include = [join(library, 'include'), source, dirname(source), join(headers, 'include')];
        const all = [...FLAGS, ...args, ...include.map((folder) => `-I${folder}`), framework, wheelFolder, '-o', built];
        await compile(root, all, built, context);
        renameSync(built, file);
      };
      const ops = join(root, OPS_PATH);
      await build(ops, [...OPS_FLAGS, join(root, OPS, 'ops.cc'), `-Wl,-soname,${OPS_LIBRARY}`]);
      await build(product, [
        ...PATCHES.flatMap((file) => ['-include', join(root, OPS, file)]),
        ...SOURCES.map((file) => join(source, file)),
        join(library, 'libtensorflow_cc.so.2'),
        '-Wl,--no-as-needed', // it has no function of the ops, which register themselves
        ops,
        '-Wl,-rpath,$ORIGIN',
      ]);
    },
  };
}

/**
 * Tries the compilers in turn until one produces a library, and if it is the addon, one that Node can load.
 *
 * @param {string} root
 * @param {readonly string[]} args
 * @param {string} built
 * @param {import('./setup.mjs').Context} context
 */
async function compile(root, args, built, context) {
  const { log, onProgress } = context;
  const load = [process.execPath, '-e', 'require(process.argv[1])', built];
  const loads = async () => !built.endsWith('.node') || (await runProgram(load, { log }));
  for await (const { name, command, env } of compilers(root, context)) {
    onProgress(`compiling with ${name}`);
    if ((await runProgram([...command, ...args], { log, env })) && (await loads())) return;
  }
  throw explain('TensorFlow addon', log);
}
