import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cell, Kernel } from './client';
import { Project } from './project';

const launcher = resolve('kernel', 'launcher.cjs');
const tslab = resolve('node_modules', 'tslab', 'bin', 'tslab');

/** A kernel and the project that it works in. */
export interface Session extends AsyncDisposable {
  readonly kernel: Kernel;
  readonly project: Project;
  /** Runs cells in order. Returns the result of the last one. */
  run(...cells: readonly string[]): Promise<Cell>;
}

/** This project's kernel, started in the notebooks' folder as Jupyter does. */
export function patched(files: Readonly<Record<string, string>> = {}, node = process.execPath): Promise<Session> {
  return patchedIn(new Project(files), node);
}

/** This project's kernel for a project that is already there. */
export function patchedIn(project: Project, node = process.execPath): Promise<Session> {
  const command = [node, launcher, '{connection_file}', project.folder];
  return open(command, project, join(project.folder, 'notebooks'));
}

/** The published tslab, started in the project's root, the only folder in which it works. */
export function stock(files: Readonly<Record<string, string>> = {}, node = process.execPath): Promise<Session> {
  const project = new Project(files);
  const command = [node, tslab, 'kernel', '--config-path={connection_file}'];
  return open(command, project, project.folder);
}

async function open(command: readonly string[], project: Project, folder: string): Promise<Session> {
  const kernel = await Kernel.start(command, folder);
  return {
    kernel,
    project,
    async run(...cells) {
      let last: Cell | undefined;
      for (const cell of cells) {
        if (last?.status === 'error') await sleep(250); // tslab rejects cells for 200 ms after a failure
        last = await kernel.execute(cell);
      }
      return last!;
    },
    async [Symbol.asyncDispose]() {
      await kernel[Symbol.asyncDispose]();
      project[Symbol.dispose]();
    },
  };
}
