import { accuracyWithoutCopies, DAGGER_NOTE } from '../evaluation/describe';
import { isOptimistic } from '../evaluation/metrics';
import { resultsTable } from '../figures/results';
import type { ReportedRun } from './run';
import type { Section } from './section';

/** What every evaluation found, in a table. */
export function results({ options, evaluations }: ReportedRun): Section {
  const title = 'Results';
  const evaluate = { command: `npm run evaluate -- name=${options.name}` };
  if (evaluations.length === 0) return { title, blocks: [{ text: 'Not evaluated yet.' }, evaluate] };
  const rows = resultsTable(evaluations.map(({ evaluation }) => ({ name: options.name, evaluation })));
  const flatters = evaluations.some(({ evaluation }) => isOptimistic(evaluation));
  const note = `Accuracies with 95 % intervals (Wilson).${flatters ? ` ${DAGGER_NOTE}.` : ''}`;
  const rests = evaluations.flatMap(({ evaluation }) => {
    const rest = accuracyWithoutCopies(evaluation);
    return rest ? [{ text: `${evaluation.split} ${rest}.` }] : [];
  });
  return { title, blocks: [{ rows: rows.map(({ Run, ...row }) => row), note, wide: true }, ...rests] };
}
