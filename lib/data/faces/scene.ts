import type { Face } from './face';
import { outline, type Projection, surface } from './projection';
import type { Raster } from './raster';

/** The inputs of every part's painter: the face, the picture, and the two projections. */
export interface Scene {
  readonly face: Face;
  readonly raster: Raster;
  /** Projection for features on the front of the head. */
  readonly surface: Projection;
  /** Projection for the head's silhouette. */
  readonly outline: Projection;
}

export function sceneOf(face: Face, raster: Raster): Scene {
  return { face, raster, surface: surface(face), outline: outline(face) };
}

/** An action's strength on one side of the face: −1 is the image's left. */
export function onSide(face: Face, unit: keyof Face['actions'], side: number): number {
  return face.actions[unit] * (1 + side * face.asymmetry);
}
