import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';

/**
 * @typedef {{ text?: string | string[], data?: Record<string, string | string[]>, traceback?: string[] }} Output
 * @typedef {{ cell_type: string, source: string | string[], metadata: { tags?: string[] }, outputs?: Output[] }} Cell
 */

/**
 * Writes a notebook as Markdown, with the outputs of its executed copy in `docs/notebooks/` if that has the same code.
 *
 * @param {string} root of the project
 * @param {string} file of the notebook, from the root on
 * @param {string} folder for the page and its pictures
 * @returns {string} the page
 */
export function renderNotebook(root, file, folder) {
  mkdirSync(folder, { recursive: true });
  const { base, name } = parse(file);
  const source = cellsOf(join(root, file));
  const copy = join(root, 'docs', 'notebooks', base);
  const executed = existsSync(copy) ? cellsOf(copy) : [];
  const current = codeOf(executed) === codeOf(source);
  let pictures = 0;
  /** @type {(content: string, ending: string) => string} */
  const picture = (content, ending) => {
    const written = `${name}-${++pictures}.${ending}`;
    writeFileSync(join(folder, written), Buffer.from(content, 'base64'));
    return written;
  };
  const [first, ...rest] = (current ? executed : source).map((cell) => cellText(cell, picture));
  const note = current
    ? 'The outputs are those of a run on the drawn faces, some with fewer images or epochs than the defaults: a cell after the parameters shows which.'
    : 'This page has no outputs: its code has changed since it was executed.';
  const page = join(folder, `${name}.md`);
  writeFileSync(page, `${[first, `_${note}_`, ...rest].join('\n\n')}\n`);
  return page;
}

/**
 * @param {string} file
 * @returns {Cell[]}
 */
function cellsOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).cells;
}

/**
 * The code of a notebook, without the parameters of one run.
 *
 * @param {readonly Cell[]} cells
 */
function codeOf(cells) {
  const own = cells.filter(({ cell_type, metadata }) => {
    return cell_type === 'code' && !metadata.tags?.includes('injected-parameters');
  });
  return own.map(({ source }) => textOf(source)).join('\n\n');
}

/**
 * @param {Cell} cell
 * @param {(content: string, ending: string) => string} picture
 */
function cellText({ cell_type, source, outputs = [] }, picture) {
  const text = textOf(source);
  // The page is in another folder than the notebook.
  if (cell_type !== 'code') return text.replaceAll(/\]\((?!\w+:|#)/g, '](../../../notebooks/');
  const shown = outputs.map((output) => outputText(output, picture)).filter((part) => part !== '');
  return [fenced(text, 'ts'), ...shown].join('\n\n');
}

/**
 * The best form of an output that a page can show.
 *
 * @param {Output} output
 * @param {(content: string, ending: string) => string} picture
 * @returns {string}
 */
function outputText({ text, data = {}, traceback }, picture) {
  if (traceback) return fenced(traceback.join('\n'), 'text');
  if (text !== undefined) return fenced(textOf(text), 'text');
  const plain = textOf(data['text/plain'] ?? '');
  for (const ending of ['png', 'jpeg']) {
    const content = data[`image/${ending}`];
    if (content) return `![${plain.replaceAll(/[[\]\n]/g, ' ').trim()}](${picture(textOf(content), ending)})`;
  }
  if (data['text/html']) return textOf(data['text/html']).trim();
  return plain === '' ? '' : fenced(plain, 'text');
}

/** @param {string | readonly string[]} text */
function textOf(text) {
  return typeof text === 'string' ? text : text.join('');
}

/**
 * @param {string} text
 * @param {string} language
 */
function fenced(text, language) {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
