/** fer2013.csv to arrays of uint8, as every command loads it. Arguments: the file. */
import { loadFer2013 } from '../../lib/data/fer2013';
import { serve } from '../harness/serve';

const [path] = process.argv.slice(2);

serve(() => loadFer2013(path));
