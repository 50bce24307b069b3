/** Images a call of the network, padded: a program is captured for each of these sizes and no other. */
export const BATCH_SIZES = [8, 64] as const;
/** The most images that the network takes at once. */
export const MOST = BATCH_SIZES[BATCH_SIZES.length - 1];
