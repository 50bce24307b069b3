/** `models`: networks, and the layers to define them. */

export * as layers from './layers';
export { build, type Network } from './network';
export { buildNetwork, defineNetwork, type NetworkBuilder, type NetworkName } from './registry';
export { networkSummary, summary } from './summary';
export { readWeights } from './weights/read';
