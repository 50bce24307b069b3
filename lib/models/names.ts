/** What `network=` takes. The registry is typed by it and loads TensorFlow, which a check of arguments need not. */
export const NETWORKS = ['vgg'] as const;
export type NetworkName = (typeof NETWORKS)[number];
