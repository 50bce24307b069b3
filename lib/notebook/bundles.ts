import { InputError } from '../core/errors';
import type { Figure } from '../figures/figure';
import type { MimeBundle } from '../terminal/cell-output';
import { htmlTable, type Table, tableOf, textTable } from '../terminal/text-table';
import { onScreen } from './screen';

/** MIME type of Plotly figures in notebooks. */
export const PLOTLY = 'application/vnd.plotly.v1+json';

/** A figure, and a line of text for readers without Plotly. */
export function figureBundle(figure: Figure): MimeBundle {
  return { [PLOTLY]: onScreen(figure), 'text/plain': describeFigure(figure) };
}

/** A table as HTML, and as text for a terminal. */
export function tableBundle(table: Table, limit: number): MimeBundle {
  const content = tableOf(table, limit);
  return { 'text/html': htmlTable(content), 'text/plain': textTable(content) };
}

/**
 * An encoded image.
 * @throws InputError if the bytes are neither PNG nor JPEG
 */
export function imageBundle(bytes: Uint8Array): MimeBundle {
  const head = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  const format = head === '89504e47' ? 'image/png' : head.startsWith('ffd8ff') ? 'image/jpeg' : undefined;
  if (!format) throw new InputError('image', `${bytes.length} bytes`, 'must be a PNG or a JPEG');
  return { [format]: Buffer.from(bytes).toString('base64'), 'text/plain': `[${format}: ${bytes.length} bytes]` };
}

function describeFigure({ data, layout }: Figure): string {
  const title = typeof layout.title === 'object' ? layout.title.text : undefined;
  const names = [...new Set(data.flatMap((trace) => ('name' in trace && trace.name ? [trace.name] : [])))];
  return `[figure${title || names.length > 0 ? `: ${title ?? names.join(', ')}` : ''}]`;
}
