import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What a cell published: a message's type and content, as Jupyter's protocol defines them. */
export interface Message {
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The result of a cell. */
export interface Cell {
  /** `ok`, `error` or `aborted` */
  readonly status: string;
  /** The failure's name, message and trace, if the kernel says them. */
  readonly ename?: string;
  readonly evalue?: string;
  readonly traceback: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly messages: readonly Message[];
}

/** A kernel, controlled by Jupyter's own client. */
export class Kernel {
  private readonly answers: NodeJS.AsyncIterator<string>;

  private constructor(
    private readonly client: ChildProcessWithoutNullStreams,
    /** Of the kernel. */
    public pid = 0,
  ) {
    this.answers = createInterface(client.stdout)[Symbol.asyncIterator]();
  }

  /**
   * Starts a kernel and waits until it is ready.
   *
   * @param command program and arguments, with `{connection_file}` as a placeholder
   * @param folder where it starts, as a notebook's folder
   * @param env environment on top of this process's
   */
  static async start(command: readonly string[], folder: string, env: NodeJS.ProcessEnv = {}): Promise<Kernel> {
    const client = spawn(join('.venv', 'bin', 'python'), [join(__dirname, 'client.py'), folder, ...command], {
      env: { ...process.env, ...env },
    });
    client.stderr.pipe(process.stderr, { end: false });
    const kernel = new Kernel(client);
    kernel.pid = (await kernel.answer<{ pid: number }>()).pid;
    return kernel;
  }

  /**
   * Runs a cell to its end.
   *
   * @param code the cell
   * @param onMessage called with each message as it arrives
   */
  async execute(code: string, onMessage?: (message: Message) => void): Promise<Cell> {
    this.ask({ execute: code, stop_on_error: false });
    const messages: Message[] = [];
    for (;;) {
      const answer = await this.answer<Message | Cell>();
      if ('status' in answer) return { ...answer, ...outputs(messages) };
      messages.push(answer);
      onMessage?.(answer);
    }
  }

  /** Runs a cell and interrupts it, as the ■ button does, once it has printed `running`. */
  interrupt(code: string): Promise<Cell> {
    return this.execute(code, ({ content }) => {
      if (content.text === 'running\n') process.kill(this.pid, 'SIGINT');
    });
  }

  /** What Tab offers at `|` in the code. */
  async complete(code: string): Promise<readonly string[]> {
    this.ask({ complete: code.replace('|', ''), cursor: code.indexOf('|') });
    return (await this.answer<{ matches: string[] }>()).matches;
  }

  /** What Shift-Tab shows at `|` in the code. */
  async inspect(code: string): Promise<string> {
    this.ask({ inspect: code.replace('|', ''), cursor: code.indexOf('|') });
    return (await this.answer<{ data: { 'text/plain': string } }>()).data['text/plain'];
  }

  /** What the kernel replies to a console's request for history; null if it does not reply. */
  async history(): Promise<unknown> {
    this.ask({ history: true });
    return (await this.answer<{ reply: unknown }>()).reply;
  }

  /** Shuts the kernel down and returns its exit status; null if it has not ended after 4.5 s, when Jupyter kills it. */
  async shutdown(): Promise<number | null> {
    this.ask({ shutdown: true });
    return (await this.answer<{ status: number | null }>()).status;
  }

  /** Kills the client, which then cannot notify the kernel. */
  async killClient(): Promise<void> {
    this.client.kill('SIGKILL');
    await once(this.client, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.client.exitCode !== null || this.client.signalCode !== null) return;
    this.client.stdin.end();
    await once(this.client, 'exit');
  }

  private ask(request: object): void {
    this.client.stdin.write(`${JSON.stringify(request)}\n`);
  }

  private async answer<T>(): Promise<T> {
    const { done, value } = await this.answers.next();
    if (done) throw new Error('the kernel or its client has ended');
    return JSON.parse(value);
  }
}

function outputs(messages: readonly Message[]): Pick<Cell, 'messages' | 'stdout' | 'stderr' | 'traceback'> {
  const printed = (stream: string) =>
    messages.map(({ type, content }) => (type === 'stream' && content.name === stream ? content.text : '')).join('');
  const traceback = messages.flatMap(({ type, content }) => (type === 'error' ? (content.traceback as string[]) : []));
  return { messages, stdout: printed('stdout'), stderr: printed('stderr'), traceback: traceback.join('\n') };
}
