import type { Random } from '../../core/random';
import type { Emotion } from '../dataset';
import { ACTION_UNITS, type Actions, type ActionUnit, PROTOTYPES } from './actions';
import { type Camera, type Face, HAIR_STYLES, type Identity, type Light, type Occluder, type Pose } from './face';

/** A random face that shows `emotion`, with random strength. */
export function sampleFace(emotion: Emotion, random: Random): Face {
  const identity = sampleIdentity(random);
  return {
    emotion,
    identity,
    actions: sampleActions(emotion, random),
    asymmetry: random.normal(0, 0.1),
    gaze: [random.normal(0, 0.4), random.normal(0, 0.3)],
    pose: samplePose(random),
    light: sampleLight(random),
    camera: sampleCamera(random),
    occluder: sampleOccluder(identity, random),
  };
}

/** A variant of the emotion's prototype, weakened, plus random movements. */
function sampleActions(emotion: Emotion, random: Random): Actions {
  const prototype = random.pick(PROTOTYPES[emotion]);
  const intensity = random.between(0.4, 1.05);
  const strength = (unit: ActionUnit) => {
    const meant = (prototype[unit] ?? 0) * intensity * random.normal(1, 0.15);
    const idle = Math.max(0, random.normal(0, 0.09));
    return Math.max(0, meant + idle * IDLE[unit]);
  };
  return Object.fromEntries(
    (Object.keys(ACTION_UNITS) as ActionUnit[]).map((unit) => [unit, strength(unit)]),
  ) as Actions;
}

/** How easily a unit moves without any emotion; lips and jaw do not, since an open mouth would be obvious. */
const IDLE = Object.fromEntries(
  (Object.keys(ACTION_UNITS) as ActionUnit[]).map((unit) => [unit, unit === 'AU25' || unit === 'AU26' ? 0.3 : 1]),
) as Actions;

function sampleIdentity(random: Random): Identity {
  const age = random.between(0, 1) ** 1.3;
  const skin = random.between(0.36, 0.76);
  const beard = random.chance(0.2);
  const style = random.pick(HAIR_STYLES);
  const hairGray = random.chance(0.15 + 0.35 * age) ? random.between(0.5, 0.8) : random.between(0.06, 0.32);
  return {
    age,
    skin,
    head: { width: random.normal(0.86, 0.04), jaw: random.normal(0.68, 0.05), chin: random.normal(1.12, 0.05) },
    brows: {
      height: random.normal(0.45, 0.035),
      thickness: random.normal(0.085, 0.02),
      tilt: random.normal(0.01, 0.025),
      gray: Math.min(skin - 0.18, hairGray + 0.04),
    },
    eyes: {
      apart: random.normal(0.39, 0.025),
      width: random.normal(0.195, 0.015),
      opening: random.normal(0.16, 0.025),
      tilt: random.normal(0.01, 0.02),
      iris: random.between(0.1, 0.42),
      lashes: beard ? 0 : random.between(0, 0.8),
    },
    nose: { length: random.normal(0.28, 0.035), width: random.normal(0.19, 0.025), bridge: random.between(0.2, 1) },
    mouth: {
      height: random.normal(0.62, 0.03),
      width: random.normal(0.33, 0.03),
      upper: random.normal(0.07, 0.015),
      lower: random.normal(0.095, 0.018),
      tint: random.between(0.1, 0.9),
    },
    hair: { style, gray: hairGray, line: random.normal(0, 0.06), volume: random.between(0, 1) },
    beard: {
      moustache: beard ? random.between(0.3, 1) : 0,
      chin: beard && random.chance(0.6) ? random.between(0.3, 1) : 0,
    },
    texture: Math.floor(random.between(0, 2 ** 32)),
  };
}

function samplePose(random: Random): Pose {
  return {
    yaw: random.normal(0, 0.15),
    pitch: random.normal(0, 0.07),
    roll: random.normal(0, 0.085),
    scale: random.normal(19.5, 0.9),
    shift: [random.normal(0, 1.05), random.normal(1, 1.05)],
  };
}

function sampleLight(random: Random): Light {
  const angle = random.between(-Math.PI, 0.4);
  return { x: Math.cos(angle), y: Math.sin(angle), strength: random.between(0, 0.9) };
}

function sampleCamera(random: Random): Camera {
  return {
    background: random.between(0.08, 0.8),
    contrast: random.between(0.7, 1.15),
    brightness: random.normal(0, 0.05),
    blur: random.between(0.08, 0.5),
    noise: 0.004 + 0.03 * random.between(0, 1) ** 2,
    grain: Math.floor(random.between(0, 2 ** 32)),
  };
}

function sampleOccluder({ skin, hair }: Identity, random: Random): Occluder {
  const kind = random.chance(0.8) ? 'none' : random.pick(['glasses', 'glasses', 'hand', 'lock', 'bar'] as const);
  const side = random.pick([-1, 1]);
  const size = random.between(0, 1);
  switch (kind) {
    case 'glasses':
      return { kind, at: [0, 0], size, gray: random.between(0.05, 0.35) };
    case 'hand':
      return { kind, at: [side * random.between(0.35, 0.6), random.between(0.25, 0.55)], size, gray: skin * 0.94 };
    case 'lock':
      return { kind, at: [side * random.between(0.4, 0.62), 0], size, gray: hair.gray };
    case 'bar': {
      const across = random.chance(0.5);
      const at = across ? [0, random.pick([-0.75, 0.95])] : [side * random.between(0.5, 0.8), 0];
      return { kind, at: [at[0], at[1]], size, gray: random.between(0, 1) };
    }
    default:
      return { kind, at: [0, 0], size, gray: 0 };
  }
}
