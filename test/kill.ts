import fs from 'node:fs';
import { dirname, join } from 'node:path';

/** Functions that change a disk. */
const WRITING = [
  ...['appendFileSync', 'copyFileSync', 'cpSync', 'fsyncSync', 'linkSync', 'mkdirSync', 'openSync', 'renameSync'],
  ...['rmSync', 'rmdirSync', 'symlinkSync', 'unlinkSync', 'writeFileSync', 'writeSync'],
] as const;

type Writing = (...args: unknown[]) => unknown;

/**
 * Runs work as a process that is killed before its first call that may change the disk, then before the second, and so
 * on until it finishes. A killed process writes nothing more, even in `catch` and `finally`. A file being written is
 * left half complete, and a folder being removed half empty.
 *
 * @param prepare creates the initial state for each kill
 * @param work the work to kill
 * @param look called after each kill, and after the run that ended
 * @returns the number of kills
 */
export async function killEverywhere<State>(
  prepare: () => State | Promise<State>,
  work: (state: State) => unknown,
  look: (state: State, kill: number) => unknown,
): Promise<number> {
  for (let kill = 0; ; kill++) {
    const state = await prepare();
    const died = await killedAt(kill, () => work(state));
    await look(state, kill);
    if (!died) return kill;
  }
}

async function killedAt(kill: number, work: () => unknown): Promise<boolean> {
  const disk = fs as unknown as Record<string, Writing>;
  const real = WRITING.map((name) => [name, disk[name]] as const);
  let calls = 0;
  for (const [name, call] of real) {
    disk[name] = (...args) => {
      if (calls++ < kill) return call(...args);
      if (calls === kill + 1) leaveHalf(name, args, Object.fromEntries(real));
      throw new Error('killed');
    };
  }
  try {
    await work();
  } catch (error) {
    if (calls <= kill) throw error;
  } finally {
    Object.assign(disk, Object.fromEntries(real));
  }
  return calls > kill;
}

/** The partial result of a call that is killed. */
function leaveHalf(name: string, [path, content]: unknown[], real: Readonly<Record<string, Writing>>): void {
  if (name === 'writeFileSync') {
    const bytes = Buffer.from(content as string);
    real.writeFileSync(path, bytes.subarray(0, bytes.length / 2));
  }
  if (name === 'rmSync' && fs.statSync(path as string, { throwIfNoEntry: false })?.isDirectory()) {
    const [first] = fs.readdirSync(path as string, { recursive: true, encoding: 'utf8' }).reverse();
    if (first !== undefined) real.rmSync(join(path as string, first), { recursive: true });
  }
}

/** All files below a folder with their content, hidden ones aside where `hidden` is false. */
export function filesIn(folder: string, hidden = false): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const shown = names.filter((name) => hidden || !/(^|\/)\./.test(name));
  const files = shown.filter((name) => fs.statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(join(folder, name), 'latin1')]));
}

/** Writes files by their paths below a folder. */
export function putFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(folder, name)), { recursive: true });
    fs.writeFileSync(join(folder, name), content);
  }
}
