import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = resolve(__dirname, '../..');

/** A JupyterLab for a test: the project's packages and settings, and nothing of the user's. */
export class JupyterLab {
  private constructor(
    private readonly server: ChildProcess,
    private readonly home: string,
    /** Where its notebooks lie. */
    readonly folder: string,
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Starts a server on a free port, for the notebooks in `folder`. */
  static async start(folder: string): Promise<JupyterLab> {
    const home = mkdtempSync(join(tmpdir(), 'fer-jupyter-'));
    const token = randomBytes(16).toString('hex');
    const runtime = join(home, 'runtime');
    const env = {
      ...process.env,
      HOME: home,
      JUPYTER_CONFIG_DIR: join(home, 'config'),
      JUPYTER_DATA_DIR: join(home, 'data'),
      JUPYTER_RUNTIME_DIR: runtime,
      JUPYTERLAB_WORKSPACES_DIR: join(home, 'workspaces'),
      JUPYTERLAB_SETTINGS_DIR: join(home, 'settings'),
      JUPYTER_TOKEN: token,
    };
    const options = ['--no-browser', '--allow-root', '--ServerApp.ip=127.0.0.1', `--ServerApp.root_dir=${folder}`];
    const server = spawn(
      join(ROOT, '.venv/bin/python'),
      ['-m', 'jupyterlab', ...options, '--ServerApp.port=0', '--ServerApp.log_level=WARN'],
      { env, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let log = '';
    server.stderr?.on('data', (text) => {
      log += text;
    });
    try {
      return new JupyterLab(server, home, folder, await address(server, runtime), token);
    } catch (error) {
      server.kill('SIGKILL');
      rmSync(home, { recursive: true, force: true });
      throw new Error(`JupyterLab did not start:\n${log}`, { cause: error });
    }
  }

  /** The page that opens a notebook in its own workspace; the default one would also open earlier notebooks. */
  page(notebook: string): string {
    const workspace = randomBytes(4).toString('hex');
    return `${this.url}lab/workspaces/${workspace}/tree/${notebook}?token=${this.token}`;
  }

  /** Ends every kernel, as the reader's ■ in the list of kernels does. */
  async shutDownKernels(): Promise<void> {
    for (const { id } of await this.api<{ id: string }[]>('GET', 'sessions'))
      await this.api('DELETE', `sessions/${id}`);
    for (const { id } of await this.api<{ id: string }[]>('GET', 'kernels')) await this.api('DELETE', `kernels/${id}`);
  }

  async kernels(): Promise<readonly { readonly name: string }[]> {
    return this.api('GET', 'kernels');
  }

  /** Ends the server with its kernels, and removes what it wrote outside its notebooks. */
  async stop(): Promise<void> {
    await this.shutDownKernels().catch(() => {});
    const ended = new Promise((done) => this.server.once('exit', done));
    this.server.kill('SIGTERM');
    await Promise.race([ended, sleep(10_000).then(() => this.server.kill('SIGKILL'))]);
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  private async api<T>(method: string, path: string): Promise<T> {
    const headers = { Authorization: `token ${this.token}` };
    const response = await fetch(`${this.url}api/${path}`, { method, headers });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}

/** The address that a server writes down once it listens. */
async function address(server: ChildProcess, runtime: string): Promise<string> {
  for (let tries = 0; tries < 600 && server.exitCode === null; tries++) {
    const file = existsSync(runtime) && readdirSync(runtime).find((name) => /^jpserver-\d+\.json$/.test(name));
    const text = file ? readFileSync(join(runtime, file), 'utf8') : '';
    if (text.trimEnd().endsWith('}')) return JSON.parse(text).url; // else it is still being written
    await sleep(100);
  }
  throw new Error('it wrote no address');
}
