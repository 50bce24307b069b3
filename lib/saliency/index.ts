/** `saliency`: which pixels a network uses, and sanity checks of the maps. */

export { checkMethods } from './checks/check';
export { randomisation } from './checks/randomisation';
export { regionsOf } from './checks/regions';
export { type ExplainOptions, type ExplainSettings, type Explanation, explain, methodsFor } from './explain';
export { centerCrops, type Inputs } from './inputs';
export { defineMethod, METHODS, type Method } from './methods';
export type { SaliencyMethod } from './methods/method';
export type { Question } from './methods/question';
export { type Probe, probe } from './probe';
export type { Target } from './target-weights';
