/** What writing says if nobody can read it: a closed pipe, as `| head -1` leaves it, or a terminal that is gone. */
const GONE = ['EPIPE', 'EIO', 'ECONNRESET'];

/**
 * Lets the process outlive the readers of its output: what it still prints is lost, and nothing else. Without this, Node
 * ends a process that writes to a closed pipe, in the middle of its work.
 */
exports.outliveReaders = () => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (!GONE.includes(error.code ?? '')) throw error;
    });
  }
};
