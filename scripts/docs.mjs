// npm run docs -- out=FOLDER: builds the documentation in site/ or another folder, from the Markdown files, the
// notebooks and the docstrings. A broken link and an export without a docstring are errors, with exit status 1.
import { join, resolve } from 'node:path';
import { buildSite } from './docs/site.mjs';
import { outliveReaders } from './system/output.cjs';

outliveReaders();
const args = process.argv.slice(2);
const unknown = args.find((argument) => !/^out=./.test(argument));
if (unknown !== undefined) {
  console.error(`error: argument: ${unknown}; must be out=FOLDER`);
  process.exitCode = 2;
} else {
  const root = process.cwd();
  const out = args[0]?.slice('out='.length) ?? 'site';
  buildSite(root, resolve(root, out)).then((faults) => {
    if (faults > 0) process.exitCode = 1;
    else console.log(join(out, 'index.html'));
  });
}
