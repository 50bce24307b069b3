// npm run docs: builds the documentation in site/, from the Markdown files, the notebooks and the docstrings. A broken link
// and an export without a docstring are errors, with exit status 1.
import { join } from 'node:path';
import { buildSite } from './docs/site.mjs';
import { outliveReaders } from './system/output.cjs';

outliveReaders();
const [unknown] = process.argv.slice(2);
if (unknown !== undefined) {
  console.error(`error: argument: ${unknown}; must not be given`);
  process.exitCode = 2;
} else {
  const root = process.cwd();
  buildSite(root, join(root, 'site')).then((faults) => {
    if (faults > 0) process.exitCode = 1;
    else console.log('site/index.html');
  });
}
