/** Error codes of writing to an output that nobody can read: a closed pipe (`| head -1`) or a closed terminal. */
const GONE = ['EPIPE', 'EIO', 'ECONNRESET'];

/**
 * Keeps the process running after its output was closed; only the output is lost. Without this, Node ends a process
 * that writes to a closed pipe.
 */
exports.outliveReaders = () => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (!GONE.includes(error.code ?? '')) throw error;
    });
  }
};
