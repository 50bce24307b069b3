// node launcher.cjs CONNECTION_FILE [FOLDER]: the Jupyter kernel of this project's notebooks. Its working directory is
// the project's root, or FOLDER if given (which needs a tsconfig.json), wherever the notebook is.
const { dirname } = require('node:path');

const [connectionFile, folder = dirname(__dirname)] = process.argv.slice(2);
process.chdir(folder);
require('../scripts/system/code-cache.cjs');
require('./environment.cjs');
require('./lifetime.cjs');

const { startKernel } = require('./tslab.cjs');

startKernel({ configPath: connectionFile, enableFindLocal: false });
