import type { Face } from './reader';
import type { Settings } from './settings';

/** Shows the classes' probabilities of each face as bars, and says the answers in words. */
export interface Answers {
  show(faces: readonly Face[]): void;
  /** Adds a picture to a face, with its description; the next `show` removes it. */
  addPicture(face: number, description: string): HTMLCanvasElement;
}

/** Milliseconds between two changes of the words, so that a screen reader can follow a camera. */
const SPOKEN = 2000;

export function answersIn(list: HTMLElement, status: HTMLElement, { classes, colours }: Settings): Answers {
  const items: ((face: Face) => void)[] = [];
  let spoken = 0;
  return {
    addPicture(face, description) {
      const canvas = list.children[face].appendChild(document.createElement('canvas'));
      canvas.className = 'heat';
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', description);
      return canvas;
    },
    show(faces) {
      for (const picture of list.querySelectorAll('.heat')) picture.remove();
      while (items.length > faces.length) {
        items.pop();
        list.lastElementChild!.remove();
      }
      while (items.length < faces.length) items.push(addItem(list, classes, colours));
      for (const [i, face] of faces.entries()) items[i](face);
      const words = inWords(faces, classes);
      if (status.textContent === words || performance.now() - spoken < SPOKEN) return;
      status.textContent = words;
      spoken = performance.now();
    },
  };
}

/** The answers as a sentence. */
export function inWords(faces: readonly Face[], classes: readonly string[]): string {
  if (faces.length === 0) return 'No face found.';
  const answers = faces.map(({ probabilities }) => {
    const best = probabilities.indexOf(Math.max(...probabilities));
    return `${classes[best]} ${Math.round(100 * probabilities[best])} %`;
  });
  return `${faces.length === 1 ? '1 face' : `${faces.length} faces, from the left`}: ${answers.join(', ')}.`;
}

/** Adds the bars of a face. @returns shows another face in them */
function addItem(list: HTMLElement, classes: readonly string[], colours: readonly string[]): (face: Face) => void {
  const item = list.appendChild(document.createElement('li'));
  const bars = item.appendChild(document.createElement('dl'));
  bars.className = 'bars';
  const rows = classes.map((label, k) => {
    bars.appendChild(document.createElement('dt')).textContent = label;
    const track = bars.appendChild(document.createElement('dd'));
    track.className = 'track';
    track.setAttribute('aria-hidden', 'true');
    const bar = track.appendChild(document.createElement('div'));
    bar.className = 'bar';
    bar.style.background = colours[k];
    const share = bars.appendChild(document.createElement('dd'));
    share.className = 'share';
    return { bar, share };
  });
  return ({ probabilities }) => {
    for (const [k, { bar, share }] of rows.entries()) {
      const percent = 100 * probabilities[k];
      bar.style.width = `${percent.toFixed(1)}%`;
      share.textContent = `${percent.toFixed(0)} %`;
    }
  };
}
