import { type Dataset, examples, imagesAt } from '../data/dataset';
import { confidentMistakes } from '../evaluation/mistakes';
import type { OpenedCheckpoint } from '../evaluation/open-checkpoint';
import { predict } from '../evaluation/predict';
import type { Figure } from '../figures/figure';
import { saliencyClasses, saliencyMethods, saliencyPanels } from '../figures/saliency';
import { checkLine, checksTable, checkWord } from '../figures/saliency-checks';
import { randomisationCurves, removalCurves } from '../figures/saliency-curves';
import { saliencyMeans } from '../figures/saliency-means';
import { saliencyMistakes } from '../figures/saliency-mistakes';
import type { TableRow } from '../figures/save-table';
import { checkMethods, type MethodCheck, quickMethods } from '../saliency/checks/check';
import { cascadedMethods, randomisation } from '../saliency/checks/randomisation';
import { regionsOf } from '../saliency/checks/regions';
import { type ExplainOptions, type Explanation, explain, methodsFor } from '../saliency/explain';
import { centerCrops } from '../saliency/inputs';
import { spatialLayer, spatialLayers } from '../saliency/layer-output';
import { comparedMethods, labelOf, type Method, methods } from '../saliency/methods';
import { type Probe, probe } from '../saliency/probe';
import type { Target } from '../saliency/target-weights';

/** Images of each class in the means and in the checks, if a caller gives no number. */
export const IMAGES_PER_CLASS = 5;

/** The figures of maps, by content; those of the checks come with the checks. */
const PICTURES = ['panels', 'classes', 'methods', 'means', 'mistakes'] as const;
type Picture = (typeof PICTURES)[number];

export interface SaliencyReportOptions extends Omit<ExplainOptions, 'target' | 'onProgress'> {
  /** The method of figures that show one method. @default 'gradient' */
  readonly method?: Method;
  /** Number of images of each class in the means and in the checks, ≥ 1. @default 5 */
  readonly images?: number;
  /** Number of RISE's masks, ≥ 1; 500 are enough for a first look. @default 500 */
  readonly masks?: number;
  /** The figures of maps to draw. @default all */
  readonly pictures?: readonly Picture[];
  /** Whether to run the checks of the maps, which take most of the time. @default true */
  readonly checks?: boolean;
  /** Creates a progress listener for each part of the work, by its description. */
  readonly onPart?: (part: string) => (done: number, of: number) => void;
}

/** A run's saliency: figures by content, and the table of the checks, if they were run. */
export interface SaliencyReport {
  readonly figures: Record<string, Figure>;
  readonly table: TableRow[] | undefined;
  /** Methods that the network does not support; see {@link methodsFor}. */
  readonly omitted: readonly Method[];
}

/** Number of faces in the figure that compares methods, and of explained mistakes. */
const SHOWN = 5;

/**
 * Explains a run on its split: every figure of `npm run saliency`.
 *
 * @param data the data set as loaded, with all splits
 * @throws {InputError} for an unknown layer, and for Grad-CAM on a network without a layer that has height and width
 */
export async function saliencyReport(
  run: OpenedCheckpoint,
  data: Dataset,
  options: SaliencyReportOptions = {},
): Promise<SaliencyReport> {
  const probed = probe(run.network);
  try {
    if (options.layer !== undefined) spatialLayer(probed, options.layer);
    const { method = 'gradient' } = options;
    if (methods.get(method).needsSpatialLayer) spatialLayers(probed);
    const all = comparedMethods(method);
    const possible = methodsFor(probed, all);
    const checked = options.checks === false ? undefined : await drawChecks(run, data, possible, options);
    const pictures = await drawPictures(run, probed, possible, checked?.checks ?? [], options);
    return {
      figures: { ...pictures, ...checked?.figures },
      table: checked && checksTable(checked.checks),
      omitted: all.filter((one) => !possible.includes(one)),
    };
  } finally {
    probed.dispose();
  }
}

async function drawPictures(
  { images, split, network }: OpenedCheckpoint,
  probed: Probe,
  compared: readonly Method[],
  checks: readonly MethodCheck[],
  {
    method = 'gradient',
    images: each = IMAGES_PER_CLASS,
    masks = 500,
    pictures = PICTURES,
    onPart,
    ...options
  }: SaliencyReportOptions,
): Promise<Record<string, Figure>> {
  const explained = (faces: Dataset, of: Method, target: Target, part: string) =>
    explain(probed, centerCrops(faces, network), of, { ...options, target, masks, onProgress: onPart?.(part) });
  const faces = examples(images, each);
  const few = imagesAt(faces, shown(faces));
  const checkOf = (of: Method) => checks.find((check) => check.method === of);
  const own = checkOf(method);
  const title = `${split}: ${labelOf(method)}${own ? `, ${checkLine(own)}` : ''}`;
  let ofFaces: Promise<Explanation> | undefined;
  const explainFaces = () => (ofFaces ??= explained(faces, method, 'predicted', 'faces'));
  const draw: Readonly<Record<Picture, () => Promise<Figure | undefined>>> = {
    async panels() {
      return saliencyPanels(centerCrops(few, network), await explained(few, method, 'predicted', 'faces'), { title });
    },
    async classes() {
      return saliencyClasses(centerCrops(faces, network), await explainFaces(), { title });
    },
    async methods() {
      const explanations = [];
      for (const of of compared) explanations.push(await explained(few, of, 'predicted', `images for ${labelOf(of)}`));
      const scores = compared.map((of) => checkOf(of)).map((check) => check && checkWord(check));
      return saliencyMethods(centerCrops(few, network), explanations, { title: split, scores });
    },
    async means() {
      return saliencyMeans(faces, await explainFaces(), { title });
    },
    /** The most confident mistakes, if there are any. */
    async mistakes() {
      const { signal } = options;
      const predictions = await predict(network, images, { views: 'center', signal, onProgress: onPart?.('images') });
      const wrong = imagesAt(
        images,
        confidentMistakes(predictions, SHOWN).map(({ index }) => index),
      );
      if (wrong.labels.length === 0) return undefined;
      const part = 'mistakes';
      const three = {
        predicted: await explained(wrong, method, 'predicted', part),
        true: await explained(wrong, method, 'true', part),
        difference: await explained(wrong, 'integrated', ['true', 'predicted'], part),
      };
      return saliencyMistakes(centerCrops(wrong, network), three, { title: split });
    },
  };
  const drawn: Record<string, Figure> = {};
  for (const name of pictures) {
    const figure = await draw[name]();
    if (figure) drawn[name] = figure;
  }
  return drawn;
}

async function drawChecks(
  { settings, network, fresh, images, split }: OpenedCheckpoint,
  data: Dataset,
  compared: readonly Method[],
  { images: each = IMAGES_PER_CLASS, onPart, ...options }: SaliencyReportOptions,
): Promise<{ checks: MethodCheck[]; figures: Record<string, Figure> }> {
  const faces = examples(images, each);
  const crops = centerCrops(faces, network);
  const random = fresh(settings.seed + 1);
  try {
    const regions = regionsOf(data, faces, settings.seed, network);
    const subject = { trained: network, random, crops, regions };
    const checks = await checkMethods(subject, quickMethods(compared), { ...options, onPart });
    const onStage = onPart?.('layers randomised');
    const cheap = cascadedMethods(compared);
    const curves = await randomisation(network, random, crops, cheap, { ...options, onStage });
    const title = `${split}, n = ${faces.labels.length}`;
    return {
      checks,
      figures: {
        removal: removalCurves(checks, { title }),
        randomisation: randomisationCurves(curves, { title }),
      },
    };
  } finally {
    random.dispose();
  }
}

/** Indices of the first image of each class, for up to {@link SHOWN} classes. */
function shown({ labels }: Dataset): number[] {
  return [...new Set(labels)].slice(0, SHOWN).map((label) => labels.indexOf(label));
}
