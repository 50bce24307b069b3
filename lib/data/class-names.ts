/** Other names of emotions that folders of FER2013's forms may have. */
export const SYNONYMS: Readonly<Record<string, string>> = {
  anger: 'angry',
  disgusted: 'disgust',
  fearful: 'fear',
  happiness: 'happy',
  sadness: 'sad',
  surprised: 'surprise',
};

/** Further names that data sets give their classes, such as RAVDESS and AffectNet. */
const FURTHER_SYNONYMS: Readonly<Record<string, string>> = {
  afraid: 'fear',
  calm: 'neutral',
  contemptuous: 'contempt',
  joy: 'happy',
  neutrality: 'neutral',
  scared: 'fear',
};

/** The name that all synonyms of a class share, in lower case: `Happiness` → `happy`. */
export function canonicalClass(name: string): string {
  const lower = name.trim().toLowerCase();
  return SYNONYMS[lower] ?? FURTHER_SYNONYMS[lower] ?? lower;
}
