const { dirname, join } = require('node:path');

/**
 * The addon of a package that was compiled for Node-API 8.
 *
 * @param {string} description the package's package.json
 */
exports.find = (description) => join(dirname(description), 'lib', 'napi-v8', 'tfjs_binding.node');
