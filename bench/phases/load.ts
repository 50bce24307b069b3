import { alternated, type Phase } from '../harness/phase';
import { tableFor } from '../harness/table';
import { ours, peer } from '../harness/worker';

const WAYS = ['joined', 'row by row', 'as a table'];

/** fer2013.csv to arrays, against three ways of pandas. */
export const load: Phase = {
  what: 'fer2013.csv to arrays',
  goal: { times: 3 },
  steps: 2,
  async measure(options) {
    const { path, note } = tableFor(options.folder);
    const rivals = WAYS.map((way) => peer(`pandas, pixels ${way}`, 'load', path, way));
    return { ...(await alternated([ours('fer-lab', 'load', path), ...rivals], options, 1)), note };
  },
};
