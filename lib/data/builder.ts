import { type Dataset, imagesAt } from './dataset';

/** Properties that all images of a data set share. */
export type Shared = Pick<Dataset, 'name' | 'classes' | 'size'>;

/**
 * Builds a data set image by image: write the pixels at the offset from {@link reserve}, then {@link add} the image.
 */
export class DatasetBuilder {
  /** Gray values of the images so far, with spare capacity. */
  images = new Uint8Array(0);
  private labels = new Uint8Array(0);
  private splits = new Uint8Array(0);
  private rows = new Uint32Array(0);
  private n = 0;

  private readonly pixels: number;

  /** @param expected expected number of images; memory grows as they are added @default 0 */
  constructor(
    private readonly shared: Shared,
    expected = 0,
  ) {
    this.pixels = shared.size ** 2;
    if (expected > 0) this.grow(expected);
  }

  /** The number of images so far. */
  get count(): number {
    return this.n;
  }

  /** The split of the last image. */
  get lastSplit(): number | undefined {
    return this.n > 0 ? this.splits[this.n - 1] : undefined;
  }

  /** Makes room for one more image. @returns the offset of its pixels in {@link images} */
  reserve(): number {
    if (this.n === this.labels.length) this.grow(Math.max(1024, this.n * 2));
    return this.n * this.pixels;
  }

  /** Completes the image whose pixels were written last. */
  add(label: number, split: number, row: number): void {
    this.labels[this.n] = label;
    this.splits[this.n] = split;
    this.rows[this.n] = row;
    this.n++;
  }

  /** The images so far, as views of the builder's memory. */
  build(): Dataset {
    return {
      ...this.shared,
      images: this.images.subarray(0, this.n * this.pixels),
      labels: this.labels.subarray(0, this.n),
      splits: this.splits.subarray(0, this.n),
      rows: this.rows.subarray(0, this.n),
    };
  }

  /** The images sorted by row; rows are then renumbered from 0. */
  inRowOrder(): Dataset {
    const read = this.build();
    const order = read.rows.map((_, i) => i).sort((a, b) => read.rows[a] - read.rows[b] || a - b);
    const isOrdered = order.every((from, to) => from === to);
    const ordered = isOrdered ? read : imagesAt(read, order);
    return { ...ordered, rows: ordered.rows.map((_, i) => i) };
  }

  private grow(room: number): void {
    this.images = extended(this.images, new Uint8Array(room * this.pixels));
    this.labels = extended(this.labels, new Uint8Array(room));
    this.splits = extended(this.splits, new Uint8Array(room));
    this.rows = extended(this.rows, new Uint32Array(room));
  }
}

function extended<T extends Uint8Array | Uint32Array>(column: T, longer: T): T {
  longer.set(column);
  return longer;
}
