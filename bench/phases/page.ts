import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ROOT } from '../../lib/core/files';
import { findChromium } from '../../lib/figures/chromium';
import { type Phase, repeated } from '../harness/phase';

/** Milliseconds until the page counts as broken. */
const LIMIT = 120_000;

/** `npm start` until JupyterLab shows the notebooks in a browser that is already open. */
export const page: Phase = {
  what: '`npm start` to the list of notebooks in the browser',
  steps: 3,
  async measure(options) {
    const { executable, libraries } = await findChromium();
    const { chromium } = await import('playwright-core');
    const env = libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env;
    const browser = await chromium.launch({ executablePath: executable, env: env as Record<string, string> });
    try {
      return await repeated(options, 1, async () => {
        const began = performance.now();
        const server = spawn('npm', ['start', '--', '--no-browser', '--ServerApp.port=0'], {
          cwd: ROOT,
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        const ended = once(server, 'exit');
        try {
          const context = await browser.newContext(); // without the cache of the round before
          const tab = await context.newPage();
          await tab.goto(await addressIn(server.stdout), { timeout: LIMIT });
          await tab.getByText('02-train.ipynb').first().waitFor({ timeout: LIMIT });
          const elapsed = performance.now() - began;
          await context.close();
          return elapsed;
        } finally {
          server.kill('SIGINT');
          await ended;
        }
      });
    } finally {
      await browser.close();
    }
  },
};

/** The address that `npm start` prints, in a workspace of the benches' own: the user's stays as it is. */
async function addressIn(printed: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: printed })) {
    const address = /https?:\S+/.exec(line)?.[0];
    if (address) return address.replace('/lab?', '/lab/workspaces/bench?reset&');
  }
  throw new Error('npm start printed no address');
}
