const { project } = require('./options.cjs');

/**
 * Reads the declarations of `lib` while nobody waits: two thirds of the time of the first cell. It begins half a second
 * after a client has asked for the kernel, unless a cell has come by then. Nothing of `lib` runs: TensorFlow would take
 * the memory of a GPU for a notebook that is only looked at.
 */
const PAUSE = 500; // ms
const CODE = "import * as lib from 'lib';";

/** @type {NodeJS.Timeout | undefined} */
let planned;
let done = project.paths?.lib === undefined;

/** @param {import('./executor.cjs').Executor} executor */
exports.getReady = (executor) => {
  if (done) return;
  clearTimeout(planned);
  planned = setTimeout(() => {
    done = true;
    executor.inspect(CODE, CODE.indexOf(' lib') + 1);
  }, PAUSE).unref();
};

/** A cell reads the declarations itself. */
exports.leaveToCell = () => {
  done = true;
  clearTimeout(planned);
};
