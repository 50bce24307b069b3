import { PIXELS } from '../dataset';
import { drawBackground } from './background';
import { drawBeard } from './beard';
import { drawBrows } from './brows';
import { blurred, exposed } from './camera';
import { drawCheeks } from './cheeks';
import { drawChin } from './chin';
import { drawEyes } from './eyes';
import type { Face } from './face';
import { drawHair, drawHairBehind } from './hair';
import { drawBody, drawEars, drawHead } from './head';
import { lightScene } from './light';
import { drawMouth } from './mouth';
import { drawNose } from './nose';
import { drawOccluder } from './occluder';
import { Raster } from './raster';
import { drawRegions } from './regions';
import { sceneOf } from './scene';

/**
 * Draws one face.
 * @param image receives the gray values, `[48, 48]`
 * @param regions receives the regions of the parts, one bit for each of `PARTS`, `[48, 48]`
 */
export function renderFace(face: Face, image: Uint8Array, regions: Uint8Array): void {
  const scene = sceneOf(face, raster);
  drawBackground(face, raster);
  drawHairBehind(scene);
  drawBody(scene);
  drawEars(scene);
  drawHead(scene);
  drawChin(scene);
  drawBeard(scene);
  drawCheeks(scene);
  drawMouth(scene);
  drawNose(scene);
  drawEyes(scene);
  drawBrows(scene);
  drawHair(scene);
  visible.fill(1);
  drawOccluder(scene, visible);
  lightScene(face, raster);
  blurred(raster.gray, face.camera.blur, picture);
  exposed(picture, face.camera, image);
  blurred(visible, face.camera.blur, seen);
  drawRegions(scene, seen, regions);
}

const raster = new Raster();
const picture = new Float32Array(PIXELS);
const visible = new Float32Array(PIXELS);
const seen = new Float32Array(PIXELS);
