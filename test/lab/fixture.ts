import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

interface Cell {
  cell_type: string;
  id: string;
  source: string | string[];
  metadata: { tags?: string[] };
  outputs?: { data?: Record<string, unknown> }[];
  execution_count?: null;
}

/** An .ipynb, as far as the tests look into it. */
export interface Notebook {
  cells: Cell[];
  [key: string]: unknown;
}

/** Writes a notebook of TypeScript cells. */
export function writeNotebook(file: string, cells: readonly string[]): void {
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: cells.map(codeCell) };
  writeFileSync(file, JSON.stringify(notebook));
}

/** Copies a notebook without outputs, with a cell after its settings that changes some of them. */
export function copyWithSettings(from: string, to: string, settings: Readonly<Record<string, unknown>>): void {
  const notebook = readNotebook(from);
  const at = notebook.cells.findIndex(({ metadata }) => metadata.tags?.includes('parameters'));
  const source = `settings = { ...settings, ...${JSON.stringify(settings)} };`;
  notebook.cells.splice(at + 1, 0, codeCell(source, notebook.cells.length));
  for (const cell of notebook.cells) if (cell.outputs) cell.outputs = [];
  writeFileSync(to, JSON.stringify(notebook));
}

export function readNotebook(file: string): Notebook {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The outputs of a saved notebook that hold a Plotly figure, each with all its formats. */
export function savedFigures(file: string): Record<string, unknown>[] {
  const outputs = readNotebook(file).cells.flatMap(({ outputs = [] }) => outputs.map(({ data = {} }) => data));
  return outputs.filter((data) => 'application/vnd.plotly.v1+json' in data);
}

/** Width and height of a figure's picture, in pixels. */
export function pngSize(figure: Record<string, unknown>): [number, number] {
  const png = Buffer.from(String(figure['image/png']), 'base64');
  assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

function codeCell(source: string, index: number): Cell {
  return { cell_type: 'code', id: `cell-${index}`, source, metadata: {}, outputs: [], execution_count: null };
}
