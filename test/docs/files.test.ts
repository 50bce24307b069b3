import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../lib/core/files';

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

/** A file of JSON with `//` comments at most. */
const json = (...path: string[]) => JSON.parse(read(...path).replaceAll(/^\s*\/\/.*$/gm, ''));

test('the Dockerfile installs what CI needs, sets the project up, and starts JupyterLab', () => {
  const lines = read('Dockerfile').replaceAll('\\\n', ' ').split('\n');
  const instructions = lines.filter((line) => line && !line.startsWith('#')).map((line) => line.split(' ')[0]);
  assert.deepEqual(instructions, ['FROM', 'RUN', 'FROM', 'ARG', 'ENV', 'WORKDIR', 'COPY', 'RUN', 'EXPOSE', 'CMD']);
  const command = JSON.parse(lines.find((line) => line.startsWith('CMD'))!.slice(4));
  assert.deepEqual(command.slice(0, 2), ['npm', 'start']);
  const [, major] = /^FROM node:(\d+)/m.exec(read('Dockerfile'))!;
  assert.ok(Number(major) >= 20);
  for (const name of ['.venv', 'node_modules']) assert.ok(read('.dockerignore').split('\n').includes(name), name);
});

test('the development container builds a stage of the Dockerfile, and its extensions are those that .vscode recommends', () => {
  const { build, postCreateCommand, customizations } = json('.devcontainer', 'devcontainer.json');
  assert.match(read('.devcontainer', build.dockerfile), new RegExp(`^FROM .* AS ${build.target}$`, 'm'));
  assert.equal(postCreateCommand, 'npm run setup');
  assert.deepEqual(customizations.vscode.extensions, json('.vscode', 'extensions.json').recommendations);
  assert.equal(json('.vscode', 'settings.json')['typescript.tsdk'], 'node_modules/typescript/lib');
});

test('an issue asks for what the doctor reports', () => {
  assert.match(read('.github', 'ISSUE_TEMPLATE', 'bug.yml'), /npm run doctor -- --json/);
});

test('CITATION.cff has the version of the package, and the required keys', () => {
  const { version, license } = json('package.json');
  const citation = read('CITATION.cff');
  const fieldOf = (key: string) => new RegExp(`^${key}: (.+)$`, 'm').exec(citation)?.[1];
  assert.deepEqual([fieldOf('version'), fieldOf('license')], [version, license]);
  for (const key of ['cff-version', 'title', 'message', 'date-released']) assert.ok(fieldOf(key), key);
  assert.match(fieldOf('date-released')!, /^\d{4}-\d\d-\d\d$/);
  assert.match(citation, /^authors:\n {2}- /m);
});
