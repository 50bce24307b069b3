import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { ROOT, startCommand } from './checkout';

const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)\/lab\?token=(\w+)/;

test('JupyterLab uses a free port, a token and only the TypeScript kernel, and ends at once on Ctrl-C', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => taken.on('listening', done));
  const { port: occupied } = taken.address() as { port: number };
  const running = startCommand(ROOT, ['start', `--ServerApp.port=${occupied}`, '--no-browser']);
  try {
    const [, port, token] = await running.says(ADDRESS);
    assert.notEqual(Number(port), occupied);
    await checkServer(`http://127.0.0.1:${port}`, token);
  } finally {
    taken.close();
    running.kill('SIGINT');
  }
  const interrupted = performance.now();
  const { status, stdout, stderr } = await running.ended;
  assert.equal(status, 130);
  assert.ok(performance.now() - interrupted < 5000);
  assert.match(stdout, /Open this address in a browser; Ctrl-C here ends it\.\n\n +http:\S+\n\n$/);
  assert.doesNotMatch(stdout + stderr, /y\/\[n\]/);
});

test('options that are given replace the defaults', async () => {
  const running = startCommand(ROOT, ['start', '--no-browser', '--ServerApp.ip=127.0.0.2']);
  try {
    await running.says(/http:\/\/127\.0\.0\.2:\d+\/lab\?token=/);
  } finally {
    running.kill('SIGINT');
  }
  await running.ended;
});

test('a token from the environment is the server’s', async () => {
  const env = { ...process.env, JUPYTER_TOKEN: 'mine & yours' };
  const running = startCommand(ROOT, ['start', '--no-browser'], env);
  try {
    const [, port] = await running.says(/127\.0\.0\.1:(\d+)\/lab\?token=mine%20%26%20yours\n/);
    await checkServer(`http://127.0.0.1:${port}`, encodeURIComponent(env.JUPYTER_TOKEN), env.JUPYTER_TOKEN);
  } finally {
    running.kill('SIGINT');
  }
  await running.ended;
});

async function checkServer(server: string, token: string, plain = token): Promise<void> {
  assert.equal((await fetch(`${server}/api/contents`)).status, 403);
  const page = await fetch(`${server}/lab?token=${token}`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /JupyterLab/);
  const headers = { authorization: `token ${plain}` };
  const response = await fetch(`${server}/api/kernelspecs`, { headers });
  const kernels = (await response.json()) as { default: string; kernelspecs: object };
  assert.equal(kernels.default, 'tslab');
  assert.deepEqual(Object.keys(kernels.kernelspecs), ['tslab']);
}
