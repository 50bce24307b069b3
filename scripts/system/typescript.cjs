const { join } = require('node:path');

/** The arguments with which Node runs TypeScript. */
exports.TYPESCRIPT = ['--require', join(__dirname, 'register-typescript.cjs')];
