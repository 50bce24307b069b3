/**
 * Lets a socket take messages while one is still on its way: they follow in order. ZeroMQ throws EBUSY, which on a busy
 * machine ended cells that displayed several things at a time.
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
        last = send(parts); // at once where it can: a cell that never yields shows what it prints
        return last;
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EBUSY') throw error;
      }
    }
    waiting++;
    last = last
      .catch(() => {}) // whoever sent that message has been told
      .then(() => {
        waiting--;
        return send(parts);
      });
    return last;
  };
};
