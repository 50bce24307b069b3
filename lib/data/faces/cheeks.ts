import { mirrored, points, ribbon, spline, spot, swelling } from './curves';
import { onSide, type Scene } from './scene';

/**
 * The cheeks: AU6 raises and rounds them; AU9, AU10 and AU12 deepen the fold from the nose to the corner of the mouth.
 */
export function drawCheeks({ face, raster, surface }: Scene): void {
  const { age, nose, mouth } = face.identity;
  for (const side of [-1, 1]) {
    const [raised, smile] = [onSide(face, 'AU6', side), onSide(face, 'AU12', side)];
    const sneer = Math.max(onSide(face, 'AU9', side), onSide(face, 'AU10', side));
    raster.glow(surface(spot(side * 0.5, 0.2, 0.3, 0.22)), 0.08 * raised + 0.06 * smile);
    raster.glow(surface(spot(side * 0.6, 0.42, 0.2, 0.16)), -0.16 * Math.max(raised, smile));

    const fold = spline(
      points(
        [nose.width + 0.06, nose.length - 0.1 - 0.05 * sneer],
        [nose.width + 0.14 + 0.08 * smile, nose.length + 0.08 - 0.03 * smile],
        [mouth.width + 0.1 + 0.07 * smile, mouth.height - 0.08],
      ),
    );
    const depth = Math.min(0.6, 0.04 + 0.2 * age + 0.3 * smile + 0.4 * sneer);
    raster.tint(surface(ribbon(mirrored(fold, side), swelling(0.055))), 1 - depth);
  }
}
