// tslab with what README.md says mended. The order counts: TypeScript and its programs before tslab loads them.
require('./program.cjs');
require('./edits.cjs');
require('./cells.cjs');
require('./executor.cjs');
require('./handler.cjs');
require('./server.cjs');

exports.startKernel = require('tslab/dist/main').startKernel;
