const ts = require('typescript');
const jupyter = require('tslab/dist/jupyter');
const { TaskQueue } = require('tslab/dist/util');
const { compiled } = require('./cells.cjs');
const { getReady, leaveToCell } = require('./readiness.cjs');
const { gather } = require('./streams.cjs');

const Stock = /** @type {typeof import('./internals').Handler} */ (/** @type {unknown} */ (jupyter.JupyterHandlerImpl));

/** Answers Jupyter's requests. */

class Handler extends Stock {
  /**
   * Sends failures as `error` messages, which clients show as errors. A client may declare that a failure is expected.
   *
   * @override
   * @param {import('./internals').ExecuteRequest} request
   * @param {import('./internals').Write} write
   * @param {import('./internals').Display} display
   * @returns {Promise<import('./internals').ExecuteReply>}
   */
  async handleExecute(request, write, display) {
    leaveToCell();
    const printed = gather(write);
    const reply = await super.handleExecute(request, printed.write, (data, update) => {
      printed.flush();
      display(data, update);
    });
    printed.flush();
    if (reply.status === 'abort') return { status: 'aborted' };
    if (reply.status !== 'error') return reply;
    const failure = this.executor.failure();
    request.publish('error', failure);
    if (request.stop_on_error === false) this.execQueue = new TaskQueue();
    return { ...reply, ...failure };
  }

  /**
   * Announces which cell runs: headless clients number cells by it.
   *
   * @override
   * @param {import('./internals').ExecuteRequest} request
   * @param {import('./internals').Write} write
   * @param {import('./internals').Display} display
   */
  handleExecuteImpl(request, write, display) {
    compiled.number = this.execCount + 1;
    request.publish('execute_input', { code: request.code, execution_count: compiled.number });
    return super.handleExecuteImpl(request, write, display);
  }

  /** @override */
  handleKernel() {
    getReady(this.executor);
    const reply = super.handleKernel();
    return { ...reply, language_info: { ...reply.language_info, version: ts.version } };
  }
}

Object.assign(jupyter, { JupyterHandlerImpl: Handler });
