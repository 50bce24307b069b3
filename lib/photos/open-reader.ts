import type { RunFolder } from '../training/run-folder';
import { type AdjustOptions, adjustmentsFor } from './adjustments';
import { type OpenFaceClassifierOptions, openFaceClassifier } from './classifier';
import { loadDetector } from './detector';
import type { FaceReader } from './read-faces';

/** Options of `openReader`. */
export interface OpenReaderOptions extends OpenFaceClassifierOptions, Omit<AdjustOptions, 'detector'> {
  /** Whether to find faces; otherwise pictures are faces already. @default true */
  readonly faces?: boolean;
}

/** A face reader that can be closed. */
export interface OpenedReader extends FaceReader {
  /** Frees the networks. */
  dispose(): void;
}

/**
 * Opens a run to read the faces of photos; see {@link adjustmentsFor} for what it measures the first time.
 * @throws {InputError} if there is no such run or checkpoint, or this process does not know its network
 */
export async function openReader(folder: RunFolder, options: OpenReaderOptions): Promise<OpenedReader> {
  const { faces = true } = options;
  const classifier = openFaceClassifier(folder, options);
  const detector = await loadDetector();
  const adjustments = await adjustmentsFor(folder, classifier, { ...options, detector });
  return {
    ...adjustments,
    classifier,
    detector: faces ? detector : undefined,
    dispose() {
      classifier.dispose();
      detector.dispose();
    },
  };
}
