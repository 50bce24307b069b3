import { drawSvg } from '../figures/draw';
import { printed } from '../figures/print';
import { printedTable } from '../figures/save-table';
import { escaped } from './escaped';
import type { Block, Picture, Section } from './section';
import { style } from './style';

/** The page loads nothing and runs no scripts. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:";

/** A report as one self-contained HTML page. */
export async function reportPage(title: string, lead: string, sections: readonly Section[]): Promise<string> {
  const parts: string[] = [];
  for (const section of sections) parts.push(await sectionHtml(section));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style()}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="lead">${escaped(lead)}</p>
${parts.join('\n')}
</body>
</html>
`;
}

async function sectionHtml({ title, newPage = false, blocks }: Section): Promise<string> {
  const parts: string[] = [];
  for (const block of blocks) parts.push(await blockHtml(block));
  return `<section${newPage ? ' class="page"' : ''}>\n<h2>${escaped(title)}</h2>\n<div class="blocks">\n${parts.join('\n')}\n</div>\n</section>`;
}

async function blockHtml(block: Block): Promise<string> {
  if ('picture' in block) return pictureHtml(block);
  if ('text' in block) return `<p>${escaped(block.text)}</p>`;
  if ('command' in block) return `<pre>${escaped(block.command)}</pre>`;
  if ('rows' in block) return tableHtml(block);
  const title = block.title === undefined ? '' : `<h3>${escaped(block.title)}</h3>`;
  return `<div>${title}<dl>${block.values.map(valueHtml).join('')}</dl></div>`;
}

function tableHtml({ rows, note, wide }: Extract<Block, { rows: unknown }>): string {
  const { header, sides, rows: cells } = printedTable(rows);
  const line = (tag: string, words: readonly string[]) =>
    `<tr>${words.map((word, k) => `<${tag} class="${sides[k]}">${escaped(word)}</${tag}>`).join('')}</tr>`;
  const body = cells.map((words) => line('td', words)).join('\n');
  const below = note === undefined ? '' : `<p class="note">${escaped(note)}</p>`;
  return `<div class="table${half(wide)}"><table>\n${line('th', header)}\n${body}\n</table>${below}</div>`;
}

/** Length above which a value has its own line. */
const LONG = 24;

function valueHtml([name, value]: readonly [string, string]): string {
  const long = value.length > LONG ? ' class="long"' : '';
  return `<div${long}><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`;
}

async function pictureHtml({ picture, caption, wide }: Picture): Promise<string> {
  const svg = typeof picture === 'string' ? withoutFonts(picture) : await drawn(picture);
  const image = svg.replace('<svg ', `<svg role="img" aria-label="${escaped(caption)}" `);
  return `<figure class="picture${half(wide)}">${image}<figcaption>${escaped(caption)}</figcaption></figure>`;
}

function half(wide = false): string {
  return wide ? '' : ' half';
}

async function drawn(figure: Exclude<Picture['picture'], string>): Promise<string> {
  const paper = printed(figure);
  return drawSvg(paper, { width: paper.layout.width!, height: paper.layout.height! });
}

/** A saved figure embeds its fonts; the page already has them. */
function withoutFonts(svg: string): string {
  return svg.replace(/<style>@font-face.*?<\/style>/s, '');
}
