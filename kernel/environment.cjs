// What packages must find before they load. Whoever sets a variable himself keeps his value.
const util = require('node:util');

// Notices about the processor's instructions would land on the terminal of whoever started JupyterLab. Errors still do.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// tfjs-node 4.22 calls two helpers that Node 23 removed, and that Node 22 warns about when they are read: assign only.
Object.assign(util, {
  /** @param {unknown} value */
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
});
