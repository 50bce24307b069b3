// node --require scripts/system/register-typescript.cjs scripts/test/together.cjs FILES: runs test files in one
// process.
const { resolve } = require('node:path');
const { suite } = require('node:test');

for (const file of process.argv.slice(2)) {
  suite(file, () => {
    require(resolve(file));
  });
}
