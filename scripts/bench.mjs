// npm run bench -- NAME KEY=VALUE…: runs bench/NAME.ts, which measures this project against others on the same work.
import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { runChild } from './run/child.mjs';
import { outliveReaders } from './system/output.cjs';
import { TYPESCRIPT } from './system/typescript.cjs';

outliveReaders();

const [name, ...args] = process.argv.slice(2);
const names = readdirSync('bench')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => parse(file).name)
  .sort();

if (!names.includes(name)) {
  console.error(`error: bench: ${name ?? 'none'}; must be one of ${names.join(', ')}`);
  process.exitCode = 2;
} else {
  const program = [...TYPESCRIPT, join('bench', `${name}.ts`), ...args];
  runChild(process.execPath, program, process.env).then((status) => {
    process.exitCode = status;
  });
}
