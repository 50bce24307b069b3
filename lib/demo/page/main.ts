import type { Frame } from '../../photos/framing';
import { answersIn, inWords } from './answers';
import { chooseBackend } from './backend';
import { type Camera, openCamera } from './camera';
import { drawMap, occlusionMap } from './occlusion';
import { pictureOf, pictureOfFile } from './picture-source';
import { type Face, loadReader } from './reader';
import type { Settings } from './settings';
import { drawView } from './view';

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const status = element('status');
const view = element<HTMLCanvasElement>('view');
const button = element<HTMLButtonElement>('camera');
const explain = element<HTMLButtonElement>('explain');

/** Milliseconds over which frames are counted. */
const WINDOW = 1000;
/**
 * Faces in the camera's pictures are detected in every third frame, since detection takes most of the time. The frames
 * between use the last boxes.
 */
const DETECT_EVERY = 3;

start().catch((error: Error) => {
  status.textContent = `This page does not work here: ${error.message}.`;
});

async function start(): Promise<void> {
  const settings: Settings = await (await fetch('settings.json')).json();
  for (const sentence of settings.use) element('use').appendChild(document.createElement('p')).textContent = sentence;
  const backend = await chooseBackend();
  const reader = await loadReader(settings);
  await reader.find({ width: 64, height: 64, rgb: new Uint8Array(64 * 64 * 3) }); // compiles the kernels
  await reader.classify([new Uint8Array(settings.size ** 2)]);
  const answers = answersIn(element('faces'), status, settings);
  let camera: Camera | undefined;
  let still: readonly Face[] = [];

  const report = (milliseconds: number, frames?: number) => {
    const rate = frames === undefined ? '' : ` · ${frames.toFixed(0)} frames a second`;
    element('speed').textContent = `${milliseconds.toFixed(0)} ms a picture${rate} · ${backend}`;
  };

  const stopCamera = () => {
    camera?.stop();
    camera = undefined;
    button.textContent = 'Start the camera';
    button.setAttribute('aria-pressed', 'false');
  };

  explain.addEventListener('click', async () => {
    explain.hidden = true;
    const { size, classes } = settings;
    const faces = still;
    for (const [i, face] of faces.entries()) {
      const map = await occlusionMap(reader, face, size);
      if (still !== faces) return; // another picture is shown by now
      const label = classes[face.probabilities.indexOf(Math.max(...face.probabilities))];
      const description = `Hiding the orange parts lowers the probability of ${label} most.`;
      drawMap(answers.addPicture(i, description), face, map, size);
    }
  });

  const showPhoto = async (file: Blob) => {
    stopCamera();
    explain.hidden = true;
    still = [];
    status.textContent = 'Reading the photo …';
    try {
      const { picture, bitmap } = await pictureOfFile(file);
      const began = performance.now();
      const faces = await reader.read(picture, await reader.find(picture));
      report(performance.now() - began);
      drawView(view, bitmap, picture, faces, settings);
      element('hint').hidden = true;
      answers.show(faces);
      status.textContent = inWords(faces, settings.classes);
      view.setAttribute('aria-label', `Your photo. ${status.textContent}`);
      still = faces;
      explain.hidden = faces.length === 0;
    } catch (error) {
      status.textContent = `The photo cannot be read: ${(error as Error).message}`;
    }
  };

  const follow = async (opened: Camera) => {
    let times: number[] = [];
    let frames: readonly Frame[] = [];
    let count = 0;
    while (camera === opened) {
      const pixels = await opened.next();
      const picture = pictureOf(pixels);
      if (count++ % DETECT_EVERY === 0) frames = await reader.find(picture);
      const faces = await reader.read(picture, frames);
      if (camera !== opened) return;
      const now = performance.now();
      drawView(view, element<HTMLVideoElement>('video'), opened, faces, settings);
      answers.show(faces);
      times = [...times.filter((time) => time > now - WINDOW), now];
      if (times.length > 1)
        report((now - times[0]) / (times.length - 1), (1000 * (times.length - 1)) / (now - times[0]));
    }
  };

  button.addEventListener('click', async () => {
    if (camera) return stopCamera();
    try {
      explain.hidden = true;
      still = [];
      camera = await openCamera(element<HTMLVideoElement>('video'));
      button.textContent = 'Stop the camera';
      button.setAttribute('aria-pressed', 'true');
      element('hint').hidden = true;
      view.setAttribute('aria-label', 'The camera. The answers are in the list of faces.');
      await follow(camera);
    } catch (error) {
      stopCamera();
      status.textContent = `The camera cannot be used: ${(error as Error).message}.`;
    }
  });
  takeFiles(showPhoto);
  status.textContent = 'Ready. Choose a photo or start the camera.';
}

/** Calls `use` for a photo that is chosen, dropped or pasted. */
function takeFiles(use: (file: Blob) => Promise<void>): void {
  const [input, drop] = [element<HTMLInputElement>('file'), element('drop')];
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) use(file);
    input.value = ''; // so that the same photo can be chosen again
  });
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  document.addEventListener('dragleave', () => drop.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    const [file] = event.dataTransfer?.files ?? [];
    if (file) use(file);
  });
  document.addEventListener('paste', (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (file) use(file);
  });
}
