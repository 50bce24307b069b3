import { mirrored, points, ribbon, spline, spot, swelling } from './curves';
import { along, band, lipsOf } from './lips';
import { onSide, type Scene } from './scene';

/** The mouth: lips, teeth, the dark behind them, and the creases at its corners (AU12, AU15). */
export function drawMouth({ face, raster, surface }: Scene): void {
  const { skin, mouth } = face.identity;
  const { AU10, AU12, AU16, AU20, AU23 } = face.actions;
  const lips = lipsOf(face);
  const { outerUpper, innerUpper, innerLower, outerLower, gap } = lips;

  raster.glow(surface(spot(0, outerLower(0) + 0.05, 0.24, 0.08)), -0.24);
  const lipGray = skin * (0.9 - 0.45 * mouth.tint);
  raster.fill(surface(band(lips, outerUpper, innerUpper)), lipGray * 0.86);
  raster.fill(surface(band(lips, innerLower, outerLower)), lipGray);
  raster.glow(surface(spot(0, innerLower(0) + 0.05, 0.15, 0.04)), 0.16);

  if (gap > 0.02) {
    raster.fill(surface(band(lips, innerUpper, innerLower)), 0.07);
    const upperTeeth = 0.03 + 0.09 * Math.min(1, AU12 + AU10 + 0.5 * AU20);
    const tips = (t: number) => Math.min(innerUpper(t) + upperTeeth, innerLower(t));
    raster.fill(surface(band(lips, innerUpper, tips, 0.84)), 0.8, 0.9);
    const lowerTeeth = 0.09 * Math.min(1, AU16 + 0.35 * AU20);
    const roots = (t: number) => Math.max(innerLower(t) - lowerTeeth, tips(t));
    raster.fill(surface(band(lips, roots, innerLower, 0.7)), 0.7, 0.8);
  } else {
    raster.fill(surface(ribbon(along(lips, innerUpper), (t) => 0.03 + 0.025 * AU23 + 0.06 * t * (1 - t))), 0.1, 0.75);
  }

  for (const side of [-1, 1]) {
    const [x, y] = [lips.x(side), innerUpper(side)];
    const [smile, frown] = [onSide(face, 'AU12', side), onSide(face, 'AU15', side)];
    raster.glow(surface(spot(x, y, 0.07, 0.07)), -0.3 - 0.15 * Math.max(smile, frown));
    const crease = spline(
      points([Math.abs(x) + 0.02, y - 0.01], [Math.abs(x) + 0.05, y + 0.09], [Math.abs(x) + 0.03, y + 0.17]),
    );
    raster.tint(surface(ribbon(mirrored(crease, side), swelling(0.04))), 1 - 0.4 * Math.min(1, frown));
  }
}
