import { randomUUID } from 'node:crypto';

/** One output in several formats; the client shows the richest one that it supports. JSON formats are objects. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** Whether this process is a notebook's kernel. */
export function inNotebook(): boolean {
  return write() !== null;
}

/** An output of the running cell. It can be replaced in place, even after the cell has ended. */
export class Output {
  private readonly id = randomUUID();
  private shown = false;

  /** Shows `data` at the position of this output. Does nothing outside a notebook. */
  show(data: MimeBundle, metadata: MimeBundle = {}): void {
    write()?.({ data, metadata, transient: { display_id: this.id } }, this.shown);
    this.shown = true;
  }
}

interface Display {
  readonly data: MimeBundle;
  readonly metadata: MimeBundle;
  readonly transient: { readonly display_id: string };
}

/**
 * The function with which tslab's kernel sends a display. Its public `display` supports one format per output, and a
 * figure has two. Only kernels have loaded tslab, so the lookup costs nothing elsewhere.
 */
function write(): ((display: Display, update: boolean) => void) | null {
  return require.cache[require.resolve('tslab/dist/jupyter')]?.exports.lastWriteDisplayData ?? null;
}
