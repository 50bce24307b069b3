import type { Network } from '../../models/network';
import { type ExplainOptions, explain, logitsOf, methodsFor } from '../explain';
import { heats } from '../heat';
import { grays, type Inputs } from '../inputs';
import { methods as known, labelOf, type Method } from '../methods';
import type { Question } from '../methods/question';
import { probe } from '../probe';
import { weightsOf } from '../target-weights';
import { incompleteness } from './completeness';
import { type Checked, edgeMaps } from './edges';
import { type Localisation, localisation } from './pointing';
import type { Regions } from './regions';
import { type Removal, removal } from './removal';
import { maxSensitivity } from './sensitivity';
import { meanSimilarity, spearman } from './similarity';

/** Scores of one method's maps. An edge detector, which does not depend on the network, is scored for comparison. */
export interface MethodCheck {
  readonly method: Checked;
  /** Mean Spearman correlation with the edge detector's maps, −1 to 1. */
  readonly likeEdges: number;
  /**
   * Correlation with the method's maps of a network with random weights: near 0 if the maps depend on what was learned.
   */
  readonly likeRandom: number;
  readonly removal: Removal;
  /** Localisation of the pixels that the expression changes; null if they are unknown. */
  readonly evidence: Localisation | null;
  /** The same for the network with random weights. */
  readonly evidenceRandom: Localisation | null;
  /** Localisation of the parts of the face that show the emotion; null if they are unknown. */
  readonly parts: Localisation | null;
  /** See {@link incompleteness}; null for methods whose values need not sum to the target. */
  readonly incompleteness: number | null;
  /** See {@link maxSensitivity}; null for the edge detector. */
  readonly sensitivity: number | null;
}

/** What to check. */
export interface CheckSubject {
  readonly trained: Network;
  /** The same network with initial weights. */
  readonly random: Network;
  readonly crops: Inputs;
  /** Regions of the emotion, if known. */
  readonly regions?: Regions;
}

export interface CheckOptions extends Omit<ExplainOptions, 'target' | 'onProgress'> {
  /** Creates a progress listener for each part of the work, by its description. */
  readonly onPart?: (part: string) => (done: number, of: number) => void;
}

/** Methods that are cheap enough for the checks, which repeat them: not those with hundreds of passes. */
export function quickMethods(of: readonly Method[] = known.names()): readonly Method[] {
  return of.filter((method) => known.get(method).passes !== 'hundreds');
}

/**
 * Runs every check on methods that explain each image's label, and on an edge detector.
 *
 * @param given methods; by default the `quickMethods` that the network supports
 */
export async function checkMethods(
  subject: CheckSubject,
  given?: readonly Method[],
  options: CheckOptions = {},
): Promise<MethodCheck[]> {
  const { crops } = subject;
  const { onPart, signal } = options;
  const [trained, random] = [probe(subject.trained), probe(subject.random)];
  const methods = given ?? methodsFor(trained, quickMethods());
  try {
    const images = grays(crops);
    const logits = await logitsOf(trained, images, { signal });
    const weights = weightsOf('true', crops, logits);
    const checks: MethodCheck[] = [];
    for (const method of methods) {
      const onProgress = onPart?.(`images for ${labelOf(method)}`);
      const question: Question = { probe: trained, images, weights, logits, signal, onProgress };
      const settings = { ...options, target: 'true', onProgress } as const;
      const explanation = await explain(trained, crops, method, settings);
      const ofRandom = heats(await explain(random, crops, method, settings));
      checks.push({
        ...(await scores(question, method, heats(explanation), ofRandom, subject)),
        incompleteness: known.get(method).sums
          ? await incompleteness(question, explanation.values, options.baseline)
          : null,
        sensitivity: await maxSensitivity(trained, crops, explanation, settings),
      });
    }
    const edges = edgeMaps(crops);
    const question = { probe: trained, images, weights, logits, signal, onProgress: onPart?.('images for edges') };
    const row = await scores(question, 'edges', edges, edges, subject);
    return [...checks, { ...row, incompleteness: null, sensitivity: null }];
  } finally {
    trained.dispose();
    random.dispose();
  }
}

/**
 * Scores that apply to any maps.
 * @param maps heat of the trained network, `[n, size, size]`
 * @param ofRandom heat of the network with random weights, `[n, size, size]`
 */
async function scores(
  question: Question,
  method: Checked,
  maps: Float32Array,
  ofRandom: Float32Array,
  { crops, regions }: CheckSubject,
) {
  const { area } = question.probe;
  return {
    method,
    likeEdges: meanSimilarity(maps, edgeMaps(crops), area, spearman),
    likeRandom: meanSimilarity(maps, ofRandom, area, spearman),
    removal: await removal(question, maps),
    evidence: regions ? localisation(maps, regions.evidence, area) : null,
    evidenceRandom: regions ? localisation(ofRandom, regions.evidence, area) : null,
    parts: regions ? localisation(maps, regions.parts, area) : null,
  };
}
