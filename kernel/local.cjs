const root = process.cwd();

/**
 * Whether a file is the project's own code, not a package's nor the kernel's.
 *
 * @param {string} file
 */
exports.isLocal = (file) =>
  file.startsWith(`${root}/`) && !file.startsWith(`${__dirname}/`) && !file.includes('/node_modules/');
