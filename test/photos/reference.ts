import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Pixels {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
}

interface Reference {
  readonly read: Readonly<Record<string, Pixels>>;
  readonly deep: { readonly file: string; readonly gray: readonly number[] };
  /** By format. */
  readonly animated: Readonly<Record<string, string>>;
  readonly bomb: string;
  readonly resized: Readonly<Record<string, string>>;
  readonly temperature: {
    readonly probabilities: readonly number[];
    readonly labels: readonly number[];
    readonly temperature: number;
    readonly scaled: readonly number[];
  };
}

/** What reference.py has written. */
export const reference: Reference = JSON.parse(readFileSync(join(__dirname, 'photos_reference.json'), 'utf8'));

export const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
