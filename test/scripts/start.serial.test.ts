import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { ROOT, startCommand } from './checkout';
import { checkServer } from './jupyter-server';

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
