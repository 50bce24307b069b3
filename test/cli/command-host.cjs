// node … command-host.cjs: runs the commands that its parent sends, one after another, of the checkout in the working
// directory. Each begins as in a process of its own, but finds `lib`, TensorFlow and Chromium loaded.
const { join } = require('node:path');

/** @type {(status: number) => void} */
let end = () => undefined;
const { exit } = process;
process.on('disconnect', () => exit());
const endCommand = (/** @type {unknown} */ status) => end(Number(status ?? process.exitCode ?? 0));
process.exit = /** @type {typeof process.exit} */ (endCommand);
process.on('uncaughtException', (error) => {
  console.error(error);
  end(1);
});

process.on('message', async (/** @type {readonly string[]} */ [name, ...args]) => {
  const file = join(process.cwd(), 'lib', 'cli', `${name}.ts`);
  process.argv = [process.execPath, file, ...args];
  process.exitCode = undefined;
  delete require.cache[file];
  const status = await new Promise((resolve) => {
    end = resolve;
    require(file);
  });
  for (const event of process.eventNames()) if (/^SIG/.test(String(event))) process.removeAllListeners(event);
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  process.send?.(status);
});
