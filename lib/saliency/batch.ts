/** Batch sizes of the network; smaller batches are padded. One program is captured for each size. */
export const BATCH_SIZES = [8, 64] as const;
/** Maximum batch size. */
export const MOST = BATCH_SIZES[BATCH_SIZES.length - 1];
