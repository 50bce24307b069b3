// Delays operations on files at random, so that processes which compete for one get in each other's way at any point.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const LONGEST = 4; // ms
const clock = new Int32Array(new SharedArrayBuffer(4));

for (const name of /** @type {const} */ (['openSync', 'readFileSync', 'writeFileSync', 'rmSync', 'renameSync'])) {
  const stock = /** @type {(...args: unknown[]) => unknown} */ (fs[name]);
  Object.assign(fs, {
    /** @param {unknown[]} args */
    [name](...args) {
      if (Math.random() < 0.5) Atomics.wait(clock, 0, 0, Math.random() * LONGEST);
      return stock(...args);
    },
  });
}
syncBuiltinESMExports();
