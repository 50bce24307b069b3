import { which } from '../setup/program.mjs';
import { tried } from './trial.mjs';

/** A frame of one second's made-up video, in the form in which `npm run predict` reads frames. */
const FRAME = '-v error -f lavfi -i color=size=2x2:rate=1:duration=1 -f image2pipe -c:v ppm pipe:1'.split(' ');

/**
 * Whether videos can be read: makes a frame, and asks for both programs.
 *
 * @returns {import('../doctor.mjs').Check}
 */
export function ffmpeg() {
  const name = 'FFmpeg';
  const fix = 'apt install ffmpeg';
  const missing = ['ffmpeg', 'ffprobe'].find((program) => !which(program));
  if (missing) return { name, state: 'note', detail: `no ${missing}; npm run predict reads photos, no videos`, fix };
  const [frame, probe] = [tried(['ffmpeg', ...FRAME]), tried(['ffprobe', '-version'])];
  const failed = [frame, probe].find(({ ok }) => !ok);
  if (failed) return { name, state: 'note', detail: `no video can be read: ${failed.said}`, fix };
  return frame.said.startsWith('P6')
    ? { name, state: 'ok', detail: `${probe.said.split(' ').slice(0, 3).join(' ')}; a frame was made and read` }
    : { name, state: 'note', detail: 'no video can be read: ffmpeg makes no frame', fix };
}
