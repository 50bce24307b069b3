import Module from 'node:module';
import { mock } from 'node:test';

/**
 * A test that a required file registered.
 *
 * @typedef {object} Registered
 * @property {string} name
 * @property {(context: object) => unknown} body
 */

/** Tests and clean-ups that the required file has registered so far. */
const registered = {
  /** @type {Registered[]} */ tests: [],
  /** @type {(() => unknown)[]} */ before: [],
  /** @type {(() => unknown)[]} */ after: [],
};

/** Replaces `node:test`, so that the tests of many files run in one process, which loads TensorFlow once. */
const replacement = {
  /** @param {string} name @param {unknown[]} rest */
  test: (name, ...rest) => {
    const body = /** @type {Registered['body'] | undefined} */ (rest.find((value) => typeof value === 'function'));
    const options = /** @type {{ skip?: unknown } | undefined} */ (rest.find((value) => typeof value === 'object'));
    if (body && !options?.skip) registered.tests.push({ name, body });
  },
  before: (/** @type {() => unknown} */ body) => registered.before.push(body),
  after: (/** @type {() => unknown} */ body) => registered.after.push(body),
  mock,
};

/** @typedef {(request: string, ...rest: unknown[]) => unknown} Load */
const internals = /** @type {{ _load: Load }} */ (/** @type {unknown} */ (Module));
const load = internals._load;
/** @type {Load} */
const loadOrReplace = (request, ...rest) => (request === 'node:test' ? replacement : load(request, ...rest));
internals._load = loadOrReplace;

/**
 * Runs the tests of a file until one fails.
 *
 * @param {() => void} requireFile
 * @param {string} [last] name of the last test to run @default the file's last one
 * @returns {Promise<{ failed?: string, message?: string }>}
 */
export async function runFile(requireFile, last) {
  registered.tests.length = registered.before.length = registered.after.length = 0;
  let at = 'loading';
  try {
    requireFile();
    for (const body of registered.before) await body();
    for (const { name, body } of registered.tests) {
      at = name;
      await runTest(name, body);
      if (name === last) break;
    }
    return {};
  } catch (error) {
    return { failed: at, message: String(error instanceof Error ? error.message : error).split('\n')[0] };
  } finally {
    for (const body of registered.after) await Promise.resolve(body()).catch(() => {});
  }
}

/** @param {string} name @param {Registered['body']} body */
async function runTest(name, body) {
  /** @type {(() => unknown)[]} */
  const afters = [];
  const context = {
    name,
    mock,
    signal: new AbortController().signal,
    after: (/** @type {() => unknown} */ work) => afters.push(work),
    skip: () => {},
    diagnostic: () => {},
    /** @param {string} inner @param {unknown[]} rest */
    test: (inner, ...rest) => runTest(inner, /** @type {Registered['body']} */ (rest.at(-1))),
  };
  try {
    await body(context);
  } finally {
    mock.reset();
    for (const work of afters) await Promise.resolve(work()).catch(() => {});
  }
}
