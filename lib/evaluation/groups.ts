import { type Hyperparameters, INCIDENTAL } from '../training/hyperparameters';

/** Runs that differ in nothing but their seed. */
export interface SettingGroup<Run> {
  /** In what this group differs from the others, as `optimizer=adam lr=0.001`; the network where there are no others. */
  readonly setting: string;
  readonly runs: readonly Run[];
}

/**
 * Gathers runs that share all settings but their name and seed, in the order in which the settings first occur. What has
 * no settings, as an import or an ensemble, comes last, each alone.
 */
export function bySetting<Run extends { readonly name: string; readonly options?: Hyperparameters }>(
  all: readonly Run[],
): SettingGroup<Run>[] {
  const runs = all.flatMap((run) => (run.options ? [{ ...run, options: run.options }] : []));
  const others = all.filter(({ options }) => options === undefined);
  const settings = runs.map(({ options }) => Object.entries(options).filter(([key]) => !OWN.includes(key)));
  const varies = (place: number) => settings.some((entries) => entries[place][1] !== settings[0][place][1]);
  const groups = new Map<string, Run[]>();
  settings.forEach((entries, i) => {
    const differing = entries.filter((_, place) => varies(place)).map(([key, value]) => `${key}=${value}`);
    const setting = differing.join(' ') || runs[i].options.network;
    groups.set(setting, [...(groups.get(setting) ?? []), runs[i]]);
  });
  return [
    ...[...groups].map(([setting, members]) => ({ setting, runs: members })),
    ...others.map((other) => ({ setting: other.name, runs: [other] })),
  ];
}

/** What repetitions of one setting may differ in: none of it but the seed changes a number. */
const OWN = [...INCIDENTAL, 'seed'];
