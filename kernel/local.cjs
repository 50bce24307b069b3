const root = process.cwd();

/**
 * Whether a file belongs to the project, and not to a package or the kernel.
 *
 * @param {string} file
 */
exports.isLocal = (file) =>
  file.startsWith(`${root}/`) && !file.startsWith(`${__dirname}/`) && !file.includes('/node_modules/');
