import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { EMOTIONS, PIXELS, SIZE, SPLITS } from '../../lib/data/dataset';
import { drawFaces } from '../../lib/data/faces';
import { grayPng } from '../../lib/figures/png';
import { commandRunner } from '../cli/run-command';
import { writeOwnFiles } from '../core/own-files';
import { noise, tableOf } from '../data/tables';
import { type DocumentedCommand, documentedCommands } from './documented-commands';

/** Programs of the library in an order in which each finds what it needs. */
const ORDER = 'data train evaluate saliency figures export report record compare board import tune audit'.split(' ');
/** Commands that have tests of their own. */
const ELSEWHERE = 'start test notebooks bench docs kernel doctor setup predict demo'.split(' ');

/** Keys that make a command small; of those that are in the documentation, the small values replace the others. */
const SMALL: Readonly<Record<string, readonly string[]>> = {
  train: ['limit=14', 'n_epochs=1', 'bs=14', 'network=./my_network.ts', 'dataset=my_faces', 'precision=float32'],
  evaluate: ['views=center'],
  import: ['network=./my_network.ts'],
  saliency: ['images=1', 'masks=4', 'checks=no'],
  tune: ['limit=14', 'n_epochs=1', 'bs=14', 'network=./my_network.ts', 'dataset=my_faces', 'trials=2'],
};
/** Of these the documentation's own values count. */
const KEPT = ['network', 'dataset', 'views', 'checks'];

/** A copy of the project with outputs and data of its own. */
const folder = mkdtempSync(join(tmpdir(), 'commands-'));
const outputs = join(folder, 'outputs');
const commands = documentedCommands();
const programs = distinct(commands.filter(({ name, args }) => ORDER.includes(name) && args.length > 0)).sort(
  (a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name) || Number(needsRun(a)) - Number(needsRun(b)),
);

const run = commandRunner({ cwd: folder });

before(() => {
  for (const name of ['lib', 'scripts', 'package.json', 'tsconfig.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  for (const name of ['node_modules', '.venv']) symlinkSync(join(ROOT, name), join(folder, name));
  mkdirSync(join(folder, 'datasets'));
  writeData();
  for (const [name, file] of Object.entries(writeOwnFiles(join(folder, 'own')))) {
    renameSync(file, join(folder, `my_${name}`));
  }
  renameSync(join(folder, 'my_size.ts'), join(folder, 'size.ts'));
});
after(() => rmSync(folder, { recursive: true }));

test('every command that the documentation names is run here or elsewhere', () => {
  const unknown = commands.filter(({ name }) => ![...ORDER, ...ELSEWHERE].includes(name));
  assert.deepEqual(unknown, []);
  assert.ok(programs.length >= 30, `${programs.length} commands`);
});

test('notebooks, benches and test files that commands name exist', () => {
  const notebooks = readdirSync(join(ROOT, 'notebooks')).map((file) => parse(file).name);
  const benches = readdirSync(join(ROOT, 'bench')).map((file) => parse(file).name);
  const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' });
  for (const { name, args, line } of commands) {
    const names = args
      .filter((argument) => !/[=-]{1,2}\w/.test(argument) || /^\d/.test(argument))
      .filter((argument) => !argument.includes('='));
    const known = { notebooks, bench: benches }[name];
    if (known) for (const each of names) assert.ok(known.includes(each), line);
    if (name === 'test')
      for (const each of names)
        assert.ok(
          tests.some((file) => file.includes(each)),
          line,
        );
  }
});

for (const command of programs) {
  test(`${command.line} (${command.page})`, async (t) => {
    if (command.args.includes('executor=slurm')) return t.skip('test/tuning/slurm.test.ts runs studies on Slurm');
    if (command.args.some((argument) => /^name=fer2013\b/.test(argument)))
      return t.skip('needs FER2013; test/runs/ opens published runs');
    if (command.args.includes('dataset=ckplus')) return t.skip('test/evaluation/cross.test.ts evaluates on other data');
    if (command.args.includes('model.onnx')) return t.skip('test/evaluation/model-files.test.ts imports models');
    if (command.args.includes('predictions.csv')) return t.skip('test/evaluation/imports/ imports predictions');
    const args = small(command);
    prepare(command);
    const { status, stdout, stderr } = await run(command.name, ...args);
    assert.equal(status, 0, `${command.name} ${args.join(' ')}\n${stdout}${stderr}`);
  });
}

/** Without commands that differ from another one in the run's name only; the guide on own data is run as a whole. */
function distinct(all: readonly DocumentedCommand[]): DocumentedCommand[] {
  const callOf = ({ name, args }: DocumentedCommand) =>
    [name, ...args.filter((argument) => !/^name=(?!mine)/.test(argument))].join(' ');
  return [...new Map([...all].reverse().map((command) => [callOf(command), command])).values()].reverse();
}

/** Whether a command needs the run or the study of one before it. */
function needsRun({ args }: DocumentedCommand): boolean {
  const isOnly = args.length > 0 && args.every((argument) => /^(name|trials)=|^\w+$/.test(argument));
  return isOnly || args.some((argument) => /^(restore|pretrained)=/.test(argument));
}

function small({ name, args }: DocumentedCommand): string[] {
  if (args.includes('--help')) return [...args];
  if (name === 'board') return args.map((argument) => argument.replace('fer2013', 'my_faces')); // has evaluated runs
  if (name === 'data') return args.map((argument) => argument.replace('~', folder));
  const keyOf = (argument: string) => argument.split('=')[0];
  const given = new Map(args.map((argument) => [keyOf(argument), argument]));
  const isResumed = given.has('restore') || (name === 'tune' && needsRun({ args } as DocumentedCommand));
  const wanted = (SMALL[name] ?? []).filter((setting) => {
    const key = keyOf(setting);
    if (isResumed) return given.has(key) && !KEPT.includes(key);
    return !(given.has(key) && KEPT.includes(key));
  });
  for (const setting of wanted) given.set(keyOf(setting), isResumed ? setting.replace(/=\d+/, '=3') : setting);
  return [...given.values()];
}

/** Makes what the reader of a command has by then. */
function prepare({ name, args }: DocumentedCommand): void {
  const outputOf = (run: string) => join(outputs, run);
  const isNew = (name === 'train' && !args.some((argument) => argument.startsWith('restore'))) || name === 'import';
  const run = args.find((argument) => argument.startsWith('name='))?.slice('name='.length);
  if (name === 'tune' && args.some((argument) => /^(lr|optimizer)=/.test(argument))) {
    rmSync(outputOf('my_study'), { recursive: true, force: true }); // each is the beginning of a study
  }
  if (name === 'data') rmSync(join(folder, 'datasets', 'fer2013'), { recursive: true, force: true });
  if (name === 'compare') {
    for (const run of args)
      if (!existsSync(outputOf(run))) cpSync(outputOf('my_vgg'), outputOf(run), { recursive: true });
  }
  if (name === 'import') {
    const file = args.find((argument) => argument.endsWith('.pth'))!;
    cpSync(join(outputOf('my_vgg'), 'export', 'my_vgg.pth'), join(folder, file));
  }
  if (isNew && run) rmSync(outputOf(run), { recursive: true, force: true }); // it would not be overwritten
}

/** What readers bring: an archive of FER2013, and a folder of images of their own. */
function writeData(): void {
  writeFileSync(join(folder, 'fer2013.csv'), `${tableOf(noise(84)).join('\n')}\n`);
  spawnSync('tar', ['-czf', 'fer2013.tar.gz', 'fer2013.csv'], { cwd: folder });
  rmSync(join(folder, 'fer2013.csv'));
  mkdirSync(join(folder, 'Downloads'));
  cpSync(join(folder, 'fer2013.tar.gz'), join(folder, 'Downloads', 'archive.zip')); // known by its content
  const faces = drawFaces({ training: 14, publicTest: 7, privateTest: 7 });
  const names = { Training: 'train', PublicTest: 'val', PrivateTest: 'test' };
  faces.labels.forEach((label, i) => {
    const file = join(folder, 'my_faces', names[SPLITS[faces.splits[i]]], EMOTIONS[label].toLowerCase(), `${i}.png`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, grayPng(faces.images.subarray(i * PIXELS, (i + 1) * PIXELS), SIZE, SIZE));
  });
}
