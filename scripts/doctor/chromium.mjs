import { TYPESCRIPT } from '../system/typescript.cjs';
import { tried } from './trial.mjs';

/** Draws a figure of one point as an export does, in the Chromium that the exporter finds. */
const DRAW = `
const { findChromium } = require('./lib/figures/chromium');
const { withPage, closeBrowser } = require('./lib/figures/browser');
const { render } = require('./lib/figures/save');
(async () => {
  try {
    const { executable } = await findChromium();
    const png = await render({ data: [{ x: [1], y: [1] }], layout: {} }, { format: 'png', width: 100, height: 100 });
    if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('the figure is no PNG');
    const version = await withPage((page) => page.context().browser().version());
    console.log(version + ' draws a figure (' + executable + ')');
  } catch (error) {
    console.log(error.message.split('\\n')[0]);
    process.exitCode = 1;
  }
  await closeBrowser();
})();`;

/**
 * Whether figures can be exported.
 *
 * @param {string} root
 * @returns {import('../doctor.mjs').Check}
 */
export function chromium(root) {
  const { ok, said } = tried([process.execPath, ...TYPESCRIPT, '-e', DRAW], { cwd: root });
  if (ok) return { name: 'Chromium', state: 'ok', detail: said };
  if (/Cannot find (package|module)/.test(said)) {
    return { name: 'Chromium', state: 'note', detail: 'not tried; needs the npm packages', fix: 'npm run setup' };
  }
  const fix = 'apt install chromium, and set CHROMIUM_PATH to its path';
  return { name: 'Chromium', state: 'note', detail: `no figure can be exported: ${said}`, fix };
}
