import { largest } from '../../evaluation/metrics';
import type { Layer } from '../../models/layers';
import type { Network } from '../../models/network';
import { type ExplainOptions, explain, logitsOf } from '../explain';
import { heats } from '../heat';
import { grays, type Inputs } from '../inputs';
import { methods as known, type Method } from '../methods';
import { probe } from '../probe';
import { type Checked, edgeMaps } from './edges';
import { meanSimilarity, spearman, ssim } from './similarity';

/** Similarity of a method's maps to those of the trained network after its last layers were randomised. */
export interface RandomisationStage {
  /** The most recently randomised layer; empty for the trained network. */
  readonly layer: string;
  /** Mean Spearman correlation of the heat, −1 to 1. */
  readonly spearman: number;
  /** Mean structural similarity of the heat, −1 to 1. */
  readonly ssim: number;
}

/** Stages by method, and those of the edge detector, which does not depend on the network. */
export type Randomisation = Readonly<Partial<Record<Checked, readonly RandomisationStage[]>>>;

export interface RandomisationOptions extends Omit<ExplainOptions, 'target'> {
  /** Called before each stage; the first one is the trained network. */
  readonly onStage?: (stage: number, of: number) => void;
}

/** Methods that are cheap enough to be repeated for every layer: those with one pass. */
export function cascadedMethods(of: readonly Method[] = known.names()): readonly Method[] {
  return of.filter((method) => known.get(method).passes === 'one');
}

/**
 * Cascading randomisation (Adebayo et al. 2018, arXiv 1810.03292): starting with the last layer, one more layer at a
 * time gets its initial weights, until the whole network is random. Maps that stay similar do not depend on what was
 * learned. The target is always the class that the trained network predicts for each image.
 *
 * Neither network is changed, even if `signal` stops the check: the layers are randomised in a copy of `trained`.
 *
 * @param fresh the same network with initial weights
 */
export async function randomisation(
  trained: Network,
  fresh: Network,
  crops: Inputs,
  methods: readonly Method[],
  options: RandomisationOptions = {},
): Promise<Randomisation> {
  const network = trained.copy();
  try {
    return await cascade(network, fresh, crops, methods, options);
  } finally {
    network.dispose();
  }
}

/** @param network the trained network, whose layers receive the weights of `fresh` */
async function cascade(
  network: Network,
  fresh: Network,
  crops: Inputs,
  methods: readonly Method[],
  options: RandomisationOptions,
): Promise<Randomisation> {
  const stages = stagesOf(network.layers);
  const probed = probe(network);
  const all = [...methods, 'edges'] as const;
  const first = new Map<Checked, Float32Array>();
  const found = Object.fromEntries(all.map((method) => [method, [] as RandomisationStage[]]));
  try {
    const given: Inputs = {
      ...crops,
      labels: largest(await logitsOf(probed, grays(crops), options), probed.classes),
    };
    const mapsOf = async (method: Checked) =>
      method === 'edges'
        ? edgeMaps(given)
        : heats(await explain(probed, given, method, { ...options, target: 'true' }));
    for (let stage = 0; stage <= stages.length; stage++) {
      options.onStage?.(stage, stages.length);
      const changed = stage === 0 ? [] : stages[stage - 1].parameters;
      network.parameters.forEach(({ name, variable }, k) => {
        if (changed.includes(name)) variable.assign(fresh.parameters[k].variable);
      });
      probed.push();
      for (const method of all) {
        const maps = await mapsOf(method);
        if (stage === 0) first.set(method, maps);
        const before = first.get(method)!;
        found[method].push({
          layer: stage === 0 ? '' : stages[stage - 1].layer,
          spearman: meanSimilarity(before, maps, probed.area, spearman),
          ssim: meanSimilarity(before, maps, probed.area, ssim),
        });
      }
    }
  } finally {
    probed.dispose();
  }
  return found;
}

/**
 * Layers that are randomised together, from the last one on: a layer and the batch norm after it. A batch norm before
 * all other layers with weights is its own stage.
 */
function stagesOf(layers: readonly Layer[]): { layer: string; parameters: string[] }[] {
  const stages: { layer: string; parameters: string[] }[] = [];
  let waiting: string[] = [];
  for (const { name, kind, parameters } of [...layers].reverse()) {
    waiting.push(...parameters.map((parameter) => parameter.name));
    if (parameters.length === 0 || kind === 'batch norm') continue;
    stages.push({ layer: name, parameters: waiting });
    waiting = [];
  }
  if (waiting.length > 0) {
    const first = layers.find(({ parameters }) => parameters.length > 0)!;
    stages.push({ layer: first.name, parameters: waiting });
  }
  return stages;
}
