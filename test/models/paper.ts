import { EMOTIONS } from '../../lib/data/dataset';

/** What the paper's networks are built for: FER2013's classes, and 40 of its 48 pixels. */
export const PAPER = { classes: EMOTIONS, input_size: 40 } as const;
