import { ellipse, mirrored, type Path, ribbon, spline, spot, swelling } from './curves';
import { onSide, type Scene } from './scene';

/** Height of the eyes in face units, 0 being the middle of the head. */
export const EYE_HEIGHT = -0.17;

/** The eyes with their lids (AU5, AU6, AU7, AU43), and bags and crow's feet (AU6, AU7). */
export function drawEyes(scene: Scene): void {
  for (const side of [-1, 1]) {
    const eye = openEye(scene, side);
    drawEyeball(scene, eye);
    drawLids(scene, side, eye);
  }
}

/** One eye: its centre and the heights of its lids over x. */
interface Eye {
  readonly x: number;
  readonly half: number;
  readonly upper: (x: number) => number;
  readonly lower: (x: number) => number;
}

function openEye({ face }: Scene, side: number): Eye {
  const { apart, width, opening, tilt } = face.identity.eyes;
  const [wide, cheek, tight] = [onSide(face, 'AU5', side), onSide(face, 'AU6', side), onSide(face, 'AU7', side)];
  const closed = Math.min(1, Math.max(0, face.actions.AU43));
  const x = side * apart;
  const half = width * (1 - 0.05 * cheek + 0.03 * wide);
  const above = Math.max(
    0.012,
    (opening * 0.6 + 0.085 * wide - 0.03 * tight - 0.015 * cheek) * (1 - closed) - 0.03 * closed,
  );
  const below = Math.max(0.01, opening * 0.42 + 0.02 * wide - 0.045 * tight - 0.05 * cheek);
  const slant = (at: number) => (side * tilt * (at - x)) / half;
  const arch = (at: number) => Math.max(0, 1 - ((at - x) / half) ** 2);
  return {
    x,
    half,
    upper: (at) => EYE_HEIGHT - slant(at) - above * Math.sqrt(arch(at)) * (0.6 + 0.4 * arch(at)),
    lower: (at) => EYE_HEIGHT - slant(at) + below * arch(at),
  };
}

function drawEyeball({ face, raster, surface }: Scene, eye: Eye): void {
  const { iris, opening } = face.identity.eyes;
  const [right, down] = face.gaze;
  const white = 0.62 + 0.22 * face.identity.skin;
  raster.fill(surface([...lid(eye, eye.upper), ...reversed(lid(eye, eye.lower))]), white);
  raster.glow(surface(spot(eye.x, EYE_HEIGHT - 0.1, 0.2, 0.1)), -0.25);
  const x = eye.x + 0.07 * right;
  const y = EYE_HEIGHT - 0.015 + 0.04 * down;
  const radius = 0.055 + 0.3 * opening;
  raster.fill(surface(between(eye, ellipse(x, y, radius, radius))), iris);
  raster.fill(surface(between(eye, ellipse(x, y, radius * 0.5, radius * 0.5, 8))), 0.04);
  const glint = x + 0.03 * Math.sign(face.light.x);
  raster.fill(surface(between(eye, ellipse(glint, y - 0.035, 0.028, 0.028, 8))), 0.95, 0.8);
}

function drawLids({ face, raster, surface }: Scene, side: number, eye: Eye): void {
  const { lashes } = face.identity.eyes;
  const { age } = face.identity;
  const [wide, cheek, tight] = [onSide(face, 'AU5', side), onSide(face, 'AU6', side), onSide(face, 'AU7', side)];
  raster.fill(surface(ribbon(lid(eye, eye.upper), () => 0.035 + 0.03 * lashes)), 0.1, 0.75 + 0.2 * lashes);
  raster.tint(surface(ribbon(lid(eye, eye.lower), () => 0.03)), 0.62);

  const above = 0.075 - 0.04 * Math.min(wide, 1) + 0.03 * face.actions.AU43;
  const crease = lid(eye, (x) => Math.min(eye.upper(x), EYE_HEIGHT - 0.01) - above);
  raster.tint(surface(ribbon(crease, swelling(0.035))), 0.72);

  const bag = mirrored(spline([eye.half * 0.2, 0.01, eye.half * 0.75, 0.045, eye.half * 1.45, 0.0]), side);
  const low = 0.005 - 0.03 * cheek - 0.02 * tight;
  const moved = bag.map((value, i) => (i % 2 === 0 ? value - side * eye.half * 0.75 + eye.x : value + low));
  raster.tint(surface(ribbon(moved, swelling(0.04))), 1 - 0.18 * age - 0.22 * Math.min(1, cheek + 0.5 * tight));

  for (let i = -1; i <= 1; i++) {
    const x = Math.abs(eye.x) + eye.half + 0.04;
    const foot = spline([x, EYE_HEIGHT + 0.03 * i, x + 0.13, EYE_HEIGHT + 0.075 * i + 0.01]);
    raster.tint(surface(ribbon(mirrored(foot, side), () => 0.025)), 1 - cheek * (0.2 + 0.25 * age));
  }
}

/** Nine points along a lid. */
function lid(eye: Eye, height: (x: number) => number): Path {
  const path: Path = [];
  for (let i = -4; i <= 4; i++) {
    const x = eye.x + eye.half * Math.sin((i * Math.PI) / 8);
    path.push(x, height(x));
  }
  return path;
}

/** The part of a path that the lids do not cover. */
function between(eye: Eye, path: Path): Path {
  const open: Path = [];
  for (let i = 0; i < path.length; i += 2) {
    const x = Math.min(Math.max(path[i], eye.x - eye.half), eye.x + eye.half);
    open.push(x, Math.min(Math.max(path[i + 1], eye.upper(x)), eye.lower(x)));
  }
  return open;
}

function reversed(path: Path): Path {
  const back: Path = [];
  for (let i = path.length - 2; i >= 0; i -= 2) back.push(path[i], path[i + 1]);
  return back;
}
