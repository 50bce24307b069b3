import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A notebook file, as far as the tests look at it. */
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: { readonly kernelspec?: { readonly name: string } };
}

export interface Cell {
  readonly cell_type: 'code' | 'markdown';
  readonly source: string | readonly string[];
  readonly metadata: { readonly tags?: readonly string[] };
  readonly outputs?: readonly Output[];
  readonly execution_count?: number | null;
}

export interface Output {
  readonly output_type: string;
  readonly ename?: string;
  readonly text?: string | readonly string[];
}

/** The paths of the project's notebooks, in order. */
export const notebooks = readdirSync('notebooks')
  .filter((file) => file.endsWith('.ipynb'))
  .sort()
  .map((file) => join('notebooks', file));

export function read(file: string): Notebook {
  return JSON.parse(readFileSync(file, 'utf8'));
}

export function linesOf({ source }: Cell): readonly string[] {
  return [source].flat().join('').trim().split('\n');
}

/** Writes a notebook of code cells; the first has the tag `parameters`. */
export function write(file: string, ...cells: readonly string[]): void {
  const notebook = {
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      metadata: { tags: index === 0 ? ['parameters'] : [] },
      source,
      outputs: [],
      execution_count: null,
    })),
    metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(file, JSON.stringify(notebook));
}
