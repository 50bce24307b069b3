/**
 * Queues messages while a socket is still sending one, in order. ZeroMQ throws EBUSY instead, which made cells fail on
 * busy machines if they displayed several things at once.
 *
 * @param {import('./internals').Socket} socket
 */
exports.sendInTurn = (socket) => {
  const send = socket.send.bind(socket);
  let last = Promise.resolve();
  let waiting = 0;

  socket.send = (parts) => {
    if (waiting === 0) {
      try {
        last = send(parts); // at once if possible, so that a cell that never yields shows its output
        return last;
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EBUSY') throw error;
      }
    }
    waiting++;
    last = last
      .catch(() => {}) // the sender of that message received the error
      .then(() => {
        waiting--;
        return send(parts);
      });
    return last;
  };
};
