/** `photos`: pictures of any size and videos, the faces in them, and what a run predicts for each. */

export { atTemperature } from '../evaluation/temperature';
export type { Detection } from './blazeface';
export { type DetectOptions, type FaceDetector, loadDetector } from './detector';
export { type DrawnScene, type DrawSceneOptions, drawScene } from './drawn-scene';
export { facesDataset } from './faces-dataset';
export { honestUse } from './honest-use';
export type { OpenedReader, OpenReaderOptions } from './open-reader';
export type { Box, Picture } from './picture';
export { type FaceReader, type ReadFace, readFaces } from './read-faces';
export { readPhoto } from './read-photo';
export { type ReadPhoto, type ReadPhotosOptions, readPhotos } from './read-photos';
