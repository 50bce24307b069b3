const jupyter = require('tslab/dist/jupyter');
const { sendInTurn } = require('./sending.cjs');

const Stock = /** @type {typeof import('./internals').Server} */ (/** @type {unknown} */ (jupyter.ZmqServer));
let { warn } = console;

/** The requests that tslab answers. It prints `unknown msg_type` to the terminal for all others. */
const ANSWERED = ['kernel_info', 'execute', 'is_complete', 'inspect', 'complete', 'comm_info', 'shutdown'];

/** The kernel's side of Jupyter's sockets. */

class Server extends Stock {
  /**
   * Keeps output that a slow client has not read yet, and output sent while another message is on its way.
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
   * Answers requests for the history of earlier sessions, which JupyterLab's consoles send, with an empty history.
   * Ignores other messages that tslab does not know: tslab handles an unknown message between these two calls and only
   * prints its type.
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
   * Lets the handler publish message types that tslab lacks.
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
   * Ends the process when its work is done, for example writing a checkpoint, and after three seconds at the latest:
   * Jupyter kills it after five.
   *
   * @override
   */
  close() {
    super.close();
    setTimeout(() => process.exit(), 3000).unref();
  }
}

Object.assign(jupyter, { ZmqServer: Server });
