import { accuracyWithoutCopies, CROSS_NOTE, DAGGER_NOTE, evaluatedOn, UNKNOWN_NOTE } from '../evaluation/describe';
import { isOptimistic } from '../evaluation/metrics';
import { resultsTable } from '../figures/result-tables';
import { unreported } from '../training/run-folder';
import type { Reported } from './reported-run';
import type { Section } from './section';

/** The results of all evaluations, as a table. */
export function results({ name, run, evaluations: own, crossEvaluations }: Reported): Section {
  const evaluations = [...own, ...crossEvaluations];
  const title = 'Results';
  const evaluate = { command: `npm run evaluate -- name=${name}` };
  const none = run && unreported(run);
  if (evaluations.length === 0)
    return { title, blocks: none ? [{ text: `Not evaluated: ${none}.` }] : [{ text: 'Not evaluated yet.' }, evaluate] };
  const rows = resultsTable(evaluations.map(({ evaluation }) => ({ name, evaluation })));
  const flatters = evaluations.some(({ evaluation }) => isOptimistic(evaluation));
  const isUnknown = evaluations.some(({ evaluation }) => evaluation.selected_on === 'unknown');
  const note = [
    'Accuracies with 95 % intervals (Wilson).',
    ...(crossEvaluations.length > 0 ? [`${CROSS_NOTE}.`] : []),
    ...(flatters ? [`${DAGGER_NOTE}.`] : []),
    ...(isUnknown ? [`‘Unknown’: ${UNKNOWN_NOTE}.`] : []),
  ].join(' ');
  const rests = evaluations.flatMap(({ evaluation }) => {
    const rest = accuracyWithoutCopies(evaluation);
    return rest ? [{ text: `${evaluatedOn(evaluation)} ${rest}.` }] : [];
  });
  return {
    title,
    blocks: [
      { rows: rows.map(({ Run, ...row }) => row), note, wide: true },
      ...rests,
      ...(none ? [{ text: `${none}.` }] : []),
    ],
  };
}
