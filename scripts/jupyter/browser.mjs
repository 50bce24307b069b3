import { spawn } from 'node:child_process';
import { which } from '../setup/program.mjs';

/**
 * Opens an address in the user's browser if this machine has a display.
 *
 * @param {string} address
 */
export function openBrowser(address) {
  const { DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION } = process.env;
  const program = which('xdg-open');
  if (!(DISPLAY || WAYLAND_DISPLAY) || SSH_CONNECTION || !program) return;
  spawn(program, [address], { stdio: 'ignore', detached: true }).unref();
}
