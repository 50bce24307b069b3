// node launcher.cjs CONNECTION_FILE [FOLDER]: the Jupyter kernel of this project's notebooks. It runs in the project's
// root, or another FOLDER with a tsconfig.json, wherever the notebook is.
const { dirname } = require('node:path');

const [connectionFile, folder = dirname(__dirname)] = process.argv.slice(2);
process.chdir(folder);
require('./environment.cjs');
require('./lifetime.cjs');

const { startKernel } = require('./tslab.cjs');

startKernel({ configPath: connectionFile, enableFindLocal: false });
