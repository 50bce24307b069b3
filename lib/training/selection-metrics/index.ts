import { InputError } from '../../core/errors';
import { isFunction, Kind, type NameOf, records } from '../../core/kind';
import { accuracy } from './accuracy';
import { balancedAccuracy } from './balanced-accuracy';
import { f1 } from './f1';
import type { ConfusionTable, SelectionMetric } from './metric';

/** Built-in metrics, by the values of `select_on=`. To add one, add a file and a line here. */
const OURS = { accuracy, balanced_accuracy: balancedAccuracy, f1 } as const satisfies Readonly<
  Record<string, SelectionMetric>
>;
type Ours = keyof typeof OURS;

/** Name of a metric that selects the best epoch, or path of a file that exports one. */
export type SelectionMetricName = NameOf<Ours>;

/** Metrics that select the best epoch: built-in ones and the user's own. */
export const selectionMetrics = new Kind<SelectionMetric, Ours>({
  key: 'select_on',
  ours: records<SelectionMetric, Ours>(OURS),
  is: isFunction<SelectionMetric>,
  what: 'a function of the confusion table [classes, classes] that returns a number',
});

/**
 * Registers a metric under a name until the process ends.
 * @throws {InputError} for a built-in name
 */
export function defineSelectionMetric(name: string, metric: SelectionMetric): SelectionMetric {
  return selectionMetrics.define(name, metric);
}

type Camel<Text extends string> = Text extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : Text;
type FieldOf<Name extends string> = Camel<`validation_${Name}`>;

/** The values of metrics in an epoch's record: of the built-in ones by name, and of the user's own. */
export type MetricValues = { readonly [Name in Ours | 'own' as FieldOf<Name>]?: number };
type MetricField = keyof MetricValues;

/** The columns of the metrics in `history.csv`, and their fields in a record. The accuracy's is in every run. */
export const METRIC_COLUMNS: readonly (readonly [column: string, field: MetricField])[] = [
  ...(Object.keys(OURS) as Ours[]),
  'own' as const,
].map((name) => [`validation_${name}`, fieldOf(name)]);

/** The field of a record that holds the value of a metric. */
export function metricField(name: SelectionMetricName): MetricField {
  return selectionMetrics.origin(name) === 'project' ? fieldOf(name as Ours) : fieldOf('own');
}

function fieldOf(name: Ours | 'own'): MetricField {
  return `validation_${name}`.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as MetricField;
}

/** A metric's name in figures and tables, such as `balanced accuracy`. */
export function metricTitle(name: SelectionMetricName): string {
  if (selectionMetrics.origin(name) !== 'project') return name;
  return name === 'f1' ? 'macro F1' : name.replaceAll('_', ' ');
}

/**
 * All built-in metrics of a validation, and the user's own if it selects the epoch.
 *
 * @param select_on name of the metric that selects the epoch
 * @throws {InputError} for a metric of the user's that returns anything but a finite number
 */
export function metricValues(table: ConfusionTable, select_on: SelectionMetricName): MetricValues {
  const names = [...new Set([...selectionMetrics.ours, select_on])];
  const values = names.map((name) => {
    const value = selectionMetrics.get(name)(table);
    if (!Number.isFinite(value)) throw new InputError('select_on', name, `must return a finite number, not ${value}`);
    return [metricField(name), value] as const;
  });
  return Object.fromEntries(values);
}
