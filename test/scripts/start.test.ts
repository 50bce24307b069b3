import { test } from 'node:test';
import { ROOT, startCommand } from './checkout';
import { checkServer } from './jupyter-server';

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
