/** A model of another framework, loaded. */
export interface LoadedModel {
  /** The layout that it takes unless the preprocess file says otherwise. */
  readonly layout: 'NHWC' | 'NCHW';
  /** Names of its files, all in one folder. */
  readonly files: readonly string[];
  /** Number of its weights. */
  readonly parameters: number;
  /** @returns outputs `[n, classes]` */
  run(values: Float32Array, shape: readonly number[]): Promise<Float32Array>;
  dispose(): void | Promise<void>;
}

/** Bytes that a model's files may have. */
export const MOST_BYTES = 2 ** 29;
