import type { Emotion } from '../dataset';

/** The parts of a face that an expression moves. Their order is that of the bits in the region masks. */
export const PARTS = ['forehead', 'brows', 'eyes', 'nose', 'cheeks', 'mouth', 'chin'] as const;
export type Part = (typeof PARTS)[number];

/**
 * The facial actions of the drawn faces, by their numbers in the Facial Action Coding System (P. Ekman and W. V.
 * Friesen, 1978; with J. C. Hager, 2002), and the parts of the drawing that each moves, the most informative one first.
 */
export const ACTION_UNITS = {
  AU1: { name: 'inner brow raiser', moves: ['brows', 'forehead'] },
  AU2: { name: 'outer brow raiser', moves: ['brows', 'forehead'] },
  AU4: { name: 'brow lowerer', moves: ['brows'] },
  AU5: { name: 'upper lid raiser', moves: ['eyes'] },
  AU6: { name: 'cheek raiser', moves: ['eyes', 'cheeks'] },
  AU7: { name: 'lid tightener', moves: ['eyes'] },
  AU9: { name: 'nose wrinkler', moves: ['nose', 'cheeks'] },
  AU10: { name: 'upper lip raiser', moves: ['mouth', 'cheeks'] },
  AU12: { name: 'lip corner puller', moves: ['mouth', 'cheeks'] },
  AU15: { name: 'lip corner depressor', moves: ['mouth'] },
  AU16: { name: 'lower lip depressor', moves: ['mouth'] },
  AU17: { name: 'chin raiser', moves: ['mouth', 'chin'] },
  AU20: { name: 'lip stretcher', moves: ['mouth'] },
  AU23: { name: 'lip tightener', moves: ['mouth'] },
  AU25: { name: 'lips part', moves: ['mouth'] },
  AU26: { name: 'jaw drop', moves: ['mouth', 'chin'] },
  AU43: { name: 'eyes closed', moves: ['eyes'] },
} as const satisfies Record<string, { name: string; moves: readonly Part[] }>;
export type ActionUnit = keyof typeof ACTION_UNITS;

/** Strength of each action unit, from 0 (at rest) to about 1 (the maximum of the drawn face). */
export type Actions = Record<ActionUnit, number>;

/**
 * The variants of each strongly felt emotion, after the tables of prototypes in Ekman and Friesen's manual. Fear and
 * surprise share brows and lids, anger and disgust share brows and lips, sadness is faint.
 */
export const PROTOTYPES: Record<Emotion, readonly Partial<Actions>[]> = {
  Angry: [
    { AU4: 1, AU5: 0.4, AU7: 0.6, AU23: 0.9 },
    { AU4: 1, AU7: 0.8, AU17: 0.6, AU23: 1 },
    { AU4: 0.9, AU7: 0.6, AU10: 0.5, AU16: 0.5, AU25: 0.7, AU26: 0.25 },
  ],
  Disgust: [
    { AU4: 0.4, AU7: 0.5, AU9: 1, AU10: 0.6, AU17: 0.5 },
    { AU7: 0.4, AU9: 0.7, AU10: 1, AU15: 0.5, AU17: 0.6 },
    { AU4: 0.5, AU7: 0.5, AU9: 0.9, AU10: 0.9, AU16: 0.5, AU25: 0.6 },
  ],
  Fear: [
    { AU1: 1, AU2: 0.5, AU4: 0.4, AU5: 1, AU20: 0.9, AU25: 0.5 },
    { AU1: 0.9, AU2: 0.4, AU4: 0.5, AU5: 0.9, AU16: 0.3, AU20: 0.9, AU25: 0.8 },
    { AU1: 1, AU2: 0.5, AU4: 0.5, AU5: 1, AU20: 0.7, AU25: 0.5, AU26: 0.3 },
  ],
  Happy: [
    { AU6: 0.7, AU12: 0.9 },
    { AU6: 0.9, AU12: 1, AU25: 0.7 },
    { AU6: 0.8, AU12: 1, AU25: 0.8, AU26: 0.3 },
  ],
  Sad: [
    { AU1: 1, AU4: 0.3, AU15: 0.9, AU43: 0.25 },
    { AU1: 1, AU4: 0.4, AU15: 1, AU17: 0.7, AU43: 0.2 },
    { AU1: 0.9, AU4: 0.2, AU15: 0.8, AU25: 0.2, AU43: 0.35 },
  ],
  Surprise: [
    { AU1: 1, AU2: 1, AU5: 0.6, AU25: 0.5, AU26: 0.7 },
    { AU1: 0.9, AU2: 0.9, AU5: 0.8, AU25: 0.6, AU26: 1 },
    { AU1: 1, AU2: 1, AU5: 0.5, AU25: 0.5, AU26: 0.45 },
  ],
  Neutral: [{}],
};

/**
 * The parts that show an emotion: the most informative part of each unit that is strong in one of its variants. For the
 * neutral face these are the most informative parts of all units, since each of them is at rest.
 */
export function diagnosticParts(emotion: Emotion): readonly Part[] {
  const diagnostic = new Set<Part>();
  for (const [unit, { moves }] of Object.entries(ACTION_UNITS) as [ActionUnit, { moves: readonly Part[] }][]) {
    const strongest = Math.max(...PROTOTYPES[emotion].map((variant) => variant[unit] ?? 0));
    if (emotion === 'Neutral' || strongest >= 0.7) diagnostic.add(moves[0]);
  }
  return PARTS.filter((part) => diagnostic.has(part));
}
