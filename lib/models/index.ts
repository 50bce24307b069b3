/** `models`: networks, and the layers to define them. */

export * as layers from './layers';
export { build, type Network } from './network';
export { networkSummary, summary } from './network-summary';
export { buildNetwork, defineNetwork, type NetworkBuilder, type NetworkName } from './registry';
export { readWeights } from './weights/read-weights';
