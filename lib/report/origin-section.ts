import type { Reported } from './reported-run';
import type { Block, Section } from './section';

/** Origin of an import or an ensemble. */
export function origin({ record }: Reported): Section | undefined {
  if (!record) return undefined;
  if (record.kind === 'ensemble')
    return {
      title: 'Origin',
      blocks: [{ text: `Probabilities are the mean over ${record.members.join(', ')}.` }],
    };
  const { trained_on, ...rest } = record.facts;
  const fitted = typeof trained_on === 'string' ? trained_on : trained_on.join(', ');
  const facts = { trained_on: fitted, ...rest };
  if (record.kind === 'model') {
    const { format, sha256, preprocess } = record;
    const settings = Object.entries(preprocess).map(([key, value]) => [key, String(value)] as const);
    return {
      title: 'Origin',
      blocks: [
        { values: Object.entries({ ...facts, format }) },
        { title: 'preprocessing', values: settings },
        { title: 'SHA-256', values: Object.entries(sha256) },
      ],
    };
  }
  const files = Object.entries(record.imports).map(([split, { file, sha256 }]): Block => {
    return { title: split, values: Object.entries({ file, 'SHA-256': sha256 }) };
  });
  return { title: 'Origin', blocks: [{ values: Object.entries(facts) }, ...files] };
}
