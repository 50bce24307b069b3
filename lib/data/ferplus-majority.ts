import { counted } from '../core/counted';
import { InputError } from '../core/errors';
import { count, imagesAt } from './dataset';
import type { DatasetSource } from './dataset-source';
import { loadFer2013 } from './fer2013';
import { FERPLUS_VOTES, isFerPlus, loadFerPlus, votesOf } from './ferplus';
import { inOfficialOrder } from './official-order';
import { installedFile, isInstalled, placeBelow } from './places';

/** FER+'s eight emotions, in the order of its columns; the last two answers, unknown and not a face, are no classes. */
const CLASSES = ['Neutral', 'Happy', 'Surprise', 'Sad', 'Angry', 'Disgust', 'Fear', 'Contempt'] as const;

/**
 * FER+ by majority: FER2013's images with FER+'s labels, those without a majority, unknown or not a face removed. The
 * rules are those of the authors' training code (github.com/microsoft/FERPlus, `ferplus.py`): an answer with one vote
 * does not count, and the most frequent answer must have more than half of the votes that count. fer2013new.csv gives
 * 25,060, 3,199 and 3,153 images. Papers that count 25,045, 3,191 and 3,137 use the older `label.csv` files of that
 * repository.
 */
export const ferplus: DatasetSource = {
  citation:
    'E. Barsoum, C. Zhang, C. Canton Ferrer and Z. Zhang, "Training deep networks for facial expression recognition with crowd-sourced label distribution", ICMI 2016, arXiv 1608.01041; images of FER2013.',
  recognises: ({ headers }) => [...headers.values()].some((line) => isFerPlus(Buffer.from(line))),
  check: async (path) => {
    loadFerPlus(path);
    return ['FER+: votes on every image of FER2013'];
  },
  // `path` is where FER2013 is if it is given, since the votes are one file.
  load: async (path, options) => {
    const votes = loadFerPlus(installedFile('ferplus'));
    const isVotes = path === placeBelow('ferplus');
    if (isVotes && !isInstalled('fer2013'))
      throw new InputError('dataset', 'ferplus', 'needs the images of FER2013 in datasets/fer2013, or path=');
    const images = isVotes ? placeBelow('fer2013') : path;
    const {
      data: read,
      form,
      notices,
    } = await loadFer2013(images, { ...options, contents: isVotes ? undefined : options.contents });
    const all = inOfficialOrder(read);
    const answers = votesOf(all, votes);
    const majority = Array.from({ length: count(all) }, (_, i) =>
      majorityOf(answers.subarray(i * FERPLUS_VOTES.length, (i + 1) * FERPLUS_VOTES.length)),
    );
    const kept = [...majority.keys()].filter((i) => majority[i] >= 0);
    const data = {
      ...imagesAt(all, kept),
      name: 'ferplus',
      classes: CLASSES,
      labels: Uint8Array.from(kept, (i) => majority[i]),
    };
    const removed = counted(count(all) - kept.length, 'image');
    const line = `left out: ${removed} without a majority, of unknown emotion, or not a face`;
    return { data, form: `${form}, labels by FER+'s majority`, notices: [...notices, line] };
  },
};

/** The class that most of ten annotators chose, or −1. @param votes on `FERPLUS_VOTES` */
export function majorityOf(votes: Uint8Array): number {
  const counting = Array.from(votes, (n) => (n > 1 ? n : 0));
  const most = Math.max(...counting);
  const total = counting.reduce((sum, n) => sum + n, 0);
  const answer = counting.indexOf(most);
  return 2 * most > total && answer < CLASSES.length ? answer : -1;
}
