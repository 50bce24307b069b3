import { type Dataset, PIXELS } from './dataset';

/** A data set that grows image by image: write the pixels where {@link reserve} says, then {@link add} the image. */
export class DatasetBuilder {
  /** Gray values of the images so far, with room for more. */
  images = new Uint8Array(0);
  private labels = new Uint8Array(0);
  private splits = new Uint8Array(0);
  private rows = new Uint32Array(0);
  private n = 0;

  /** The number of images so far. */
  get count(): number {
    return this.n;
  }

  /** Makes room for one more image. @returns where in {@link images} its pixels go */
  reserve(): number {
    if (this.n === this.labels.length) this.grow();
    return this.n * PIXELS;
  }

  /** Completes the image that was written last. */
  add(label: number, split: number, row: number): void {
    this.labels[this.n] = label;
    this.splits[this.n] = split;
    this.rows[this.n] = row;
    this.n++;
  }

  /** The images so far, in memory of just their size. */
  build(name: string): Dataset {
    return {
      name,
      images: this.images.slice(0, this.n * PIXELS),
      labels: this.labels.slice(0, this.n),
      splits: this.splits.slice(0, this.n),
      rows: this.rows.slice(0, this.n),
    };
  }

  private grow(): void {
    const room = Math.max(1024, this.n * 2);
    this.images = extended(this.images, new Uint8Array(room * PIXELS));
    this.labels = extended(this.labels, new Uint8Array(room));
    this.splits = extended(this.splits, new Uint8Array(room));
    this.rows = extended(this.rows, new Uint32Array(room));
  }
}

function extended<T extends Uint8Array | Uint32Array>(column: T, longer: T): T {
  longer.set(column);
  return longer;
}
