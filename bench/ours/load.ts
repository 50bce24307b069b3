/** Reads fer2013.csv into uint8 arrays, as every command does. Arguments: the file. */
import { loadFer2013 } from '../../lib/data/fer2013';
import { serve } from '../harness/serve';

const [path] = process.argv.slice(2);

serve(() => loadFer2013(path));
