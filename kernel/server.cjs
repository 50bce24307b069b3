const jupyter = require('tslab/dist/jupyter');
const { sendInTurn } = require('./sending.cjs');

const Stock = /** @type {typeof import('./internals').Server} */ (/** @type {unknown} */ (jupyter.ZmqServer));
let { warn } = console;

/** The requests that tslab answers. It reports every other message in the terminal, as `unknown msg_type`. */
const ANSWERED = ['kernel_info', 'execute', 'is_complete', 'inspect', 'complete', 'comm_info', 'shutdown'];

/** The kernel's end of Jupyter's sockets. */

class Server extends Stock {
  /**
   * No output is dropped because a client is slow to read it, or because one is still on its way.
   *
   * @override
   * @param {import('./internals').Socket} socket
   * @param {number} port
   */
  bindSocket(socket, port) {
    if (socket === this.iopub) socket.sendHighWaterMark = 0;
    sendInTurn(socket);
    return super.bindSocket(socket, port);
  }

  /**
   * Answers requests for the history of earlier sessions, which JupyterLab's consoles send: none is kept. Ignores other
   * messages that tslab does not know. tslab handles an unknown message between these two calls, and only prints its type.
   *
   * @override
   * @param {string} status
   * @param {import('./internals').Message} message
   */
  publishStatus(status, message) {
    const type = message.header.msg_type;
    const answered = ANSWERED.some((name) => type === `${name}_request`);
    if (!answered && status === 'busy') ({ warn } = console);
    if (!answered) console.warn = status === 'busy' ? () => {} : warn;
    if (type === 'history_request' && status === 'idle') {
      const reply = message.createReply();
      reply.header.msg_type = 'history_reply';
      reply.content = { status: 'ok', history: [] };
      reply.signAndSend(this.connInfo.key, this.shell);
    }
    super.publishStatus(status, message);
  }

  /**
   * Lets the handler publish messages of other types than tslab's.
   *
   * @override
   * @param {import('./internals').Socket} socket
   * @param {import('./internals').Message} message
   */
  handleExecute(socket, message) {
    /** @type {import('./internals').Publish} */
    const publish = (type, content) => {
      const reply = message.createReply();
      reply.header.msg_type = type;
      reply.content = content;
      reply.signAndSend(this.connInfo.key, this.iopub);
    };
    message.content = { ...message.content, publish };
    return super.handleExecute(socket, message);
  }

  /**
   * Ends the process: once nothing runs in it any more, as a checkpoint that is being written, or after three seconds,
   * before Jupyter's patience of five is over.
   *
   * @override
   */
  close() {
    super.close();
    setTimeout(() => process.exit(), 3000).unref();
  }
}

Object.assign(jupyter, { ZmqServer: Server });
