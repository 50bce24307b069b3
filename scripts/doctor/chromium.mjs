import { spawnSync } from 'node:child_process';

/** @typedef {import('../doctor.mjs').Check} Check */

/** Starts Chromium with plotly.js in its page, with the exporter's own code. */
const TRY = `
const { findChromium } = require('./lib/figures/chromium');
const { withPage, closeBrowser } = require('./lib/figures/browser');
(async () => {
  try {
    const { executable } = await findChromium();
    await withPage((page) => page.evaluate('Plotly.version'));
    const version = await withPage((page) => page.context().browser().version());
    console.log(version + ' (' + executable + ')');
  } catch (error) {
    console.log(error.message.split('\\n')[0]);
    process.exitCode = 1;
  }
  await closeBrowser();
})();`;

/** Milliseconds. The packaged Chromium is unpacked when it is first used. */
const TIMEOUT = 60_000;

/**
 * Whether figures can be exported, by trying.
 *
 * @param {string} root
 * @returns {Check}
 */
export function chromium(root) {
  const command = ['--import', 'tsx', '-e', TRY];
  const { status, stdout } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8', timeout: TIMEOUT });
  const reason = stdout.trim();
  if (status === 0) return { name: 'Chromium', state: 'ok', detail: reason };
  const way = 'apt install chromium, and set CHROMIUM_PATH to its path';
  return reason === ''
    ? { name: 'Chromium', state: 'note', detail: 'not tried: it needs the npm packages', fix: 'npm run setup' }
    : { name: 'Chromium', state: 'note', detail: `no figure can be exported: ${reason}`, fix: way };
}
