import { type Hyperparameters, INCIDENTAL } from '../training/hyperparameters';

/** Runs that differ only in their seed. */
export interface SettingGroup<Run> {
  /**
   * The settings that distinguish this group, such as `optimizer=adam lr=0.001`; the network if there is only one
   * group.
   */
  readonly setting: string;
  readonly runs: readonly Run[];
}

/**
 * Groups runs that share all settings except name and seed, in the order of their first occurrence. Classifiers without
 * settings (imports, ensembles) come last, one group each.
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

/** Keys in which repetitions of a setting may differ: only the seed changes the results. */
const OWN = [...INCIDENTAL, 'seed'];
