// Environment that packages expect when they load. Variables that the user has set keep their values.
const util = require('node:util');

// Notices about CPU instructions would appear in the terminal in which JupyterLab was started. Errors still appear.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// tfjs-node 4.22 calls two helpers that Node 23 removed. Node 22 warns when they are read: assign them without reading.
Object.assign(util, {
  /** @param {unknown} value */
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
});
