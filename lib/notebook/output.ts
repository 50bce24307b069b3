import { randomUUID } from 'node:crypto';

/** One thing to show, in several formats: a reader takes the richest one it knows. JSON formats are objects. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** Whether this process is a notebook's kernel. */
export function inNotebook(): boolean {
  return write() !== null;
}

/** An output of the running cell, which can be replaced in place, also after the cell has ended. */
export class Output {
  private readonly id = randomUUID();
  private shown = false;

  /** Shows `data` where this output stands. Nothing happens outside a notebook. */
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
 * How tslab's running kernel sends a display. Its public `display` takes one format an output, and a figure has two.
 * Only a kernel has loaded tslab, so that looking for it costs nothing elsewhere.
 */
function write(): ((display: Display, update: boolean) => void) | null {
  return require.cache[require.resolve('tslab/dist/jupyter')]?.exports.lastWriteDisplayData ?? null;
}
