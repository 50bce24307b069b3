// tslab with the fixes that README.md lists. The order matters: TypeScript and its programs come first, because tslab
// loads them.
require('./program.cjs');
require('./edits.cjs');
require('./cells.cjs');
require('./executor.cjs');
require('./handler.cjs');
require('./server.cjs');

exports.startKernel = require('tslab/dist/main').startKernel;
