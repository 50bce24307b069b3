import type { Emotion } from '../dataset';
import type { Actions } from './actions';

/** All parameters of one face. Lengths are in face units: the head is about 1.8 wide and 2.4 high. */
export interface Face {
  readonly emotion: Emotion;
  readonly actions: Actions;
  /** How much more strongly the right side of the image acts than the left, −0.3 to 0.3. */
  readonly asymmetry: number;
  /** Gaze direction: right and down, each −1 to 1. */
  readonly gaze: readonly [number, number];
  readonly identity: Identity;
  readonly pose: Pose;
  readonly light: Light;
  readonly camera: Camera;
  readonly occluder: Occluder;
}

/** The person. */
export interface Identity {
  /** 0 (child) to 1 (old): wrinkles, bags, folds. */
  readonly age: number;
  /** Gray value of the skin in even light, 0 to 1. */
  readonly skin: number;
  readonly head: { readonly width: number; readonly jaw: number; readonly chin: number };
  readonly brows: { readonly height: number; readonly thickness: number; readonly tilt: number; readonly gray: number };
  readonly eyes: {
    readonly apart: number;
    readonly width: number;
    readonly opening: number;
    readonly tilt: number;
    readonly iris: number;
    /** Make-up: how dark the upper lashes are, 0 to 1. */
    readonly lashes: number;
  };
  readonly nose: { readonly length: number; readonly width: number; readonly bridge: number };
  readonly mouth: {
    readonly height: number;
    readonly width: number;
    readonly upper: number;
    readonly lower: number;
    /** How much darker than the skin the lips are, 0 to 1. */
    readonly tint: number;
  };
  readonly hair: {
    readonly style: HairStyle;
    readonly gray: number;
    /** How much lower the hairline is than the average. */
    readonly line: number;
    readonly volume: number;
  };
  /** Facial hair, each 0 (shaved) to 1. */
  readonly beard: { readonly moustache: number; readonly chin: number };
  /** Seed of unnamed details: strands, spots, the cut of the clothes. */
  readonly texture: number;
}

export const HAIR_STYLES = ['bald', 'short', 'receding', 'parted', 'fringe', 'long', 'curly', 'scarf'] as const;
export type HairStyle = (typeof HAIR_STYLES)[number];

/** Position of the head. Angles in radians, shifts in pixels. */
export interface Pose {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** Pixels per face unit. */
  readonly scale: number;
  readonly shift: readonly [number, number];
}

/** A lamp: direction in the image plane (right, down), and strength from 0 (even light) to 1. */
export interface Light {
  readonly x: number;
  readonly y: number;
  readonly strength: number;
}

export interface Camera {
  /** Gray value of the background, 0 to 1. */
  readonly background: number;
  readonly contrast: number;
  /** Added after the contrast, −0.2 to 0.2. */
  readonly brightness: number;
  /** Weight of the neighbours in the 3×3 blur, 0 (sharp) to 1. */
  readonly blur: number;
  /** Standard deviation of the sensor's noise, in gray values of 0 to 1. */
  readonly noise: number;
  /** Seed of the noise and of the background. */
  readonly grain: number;
}

/** An object in front of the face: position `at` (in face units), extent `size` and gray value `gray`. */
export interface Occluder {
  readonly kind: 'none' | 'glasses' | 'hand' | 'lock' | 'bar';
  readonly at: readonly [number, number];
  readonly size: number;
  readonly gray: number;
}
