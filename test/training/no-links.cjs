// A file system like that of Google Colab, a USB stick or a network mount: without links, and without fsync of folders.
const fs = require('node:fs');

const fail = (/** @type {string} */ code, /** @type {string} */ syscall) => {
  throw Object.assign(new Error(`${code}: simulated, ${syscall}`), { code, syscall });
};
const { fsyncSync } = fs;

Object.assign(fs, {
  linkSync: () => fail('ENOSYS', 'link'),
  symlinkSync: () => fail('EPERM', 'symlink'),
  fsyncSync: (/** @type {number} */ file) =>
    fs.fstatSync(file).isDirectory() ? fail('EINVAL', 'fsync') : fsyncSync(file),
});
