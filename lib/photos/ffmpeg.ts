import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { InputError, isSystemError } from '../core/errors';

/**
 * Names of FFmpeg's readers of files that hold a video themselves. Playlists and lists of files, which name other files
 * and addresses to read, are not among them.
 */
const READERS = ['mov', 'matroska', 'avi', 'mpeg', 'mpegts', 'ogg', 'flv', 'asf', 'yuv4mpegpipe'];
/** Maximum length of FFmpeg's messages that is kept, in characters. */
const MOST_REPORTED = 10_000;

/** Arguments with which FFmpeg opens this file and nothing else, whatever it contains and is called. */
function inputOf(path: string): string[] {
  return ['-protocol_whitelist', 'file', '-format_whitelist', READERS.join(','), '-i', `file:${resolve(path)}`];
}

/**
 * What `ffprobe` knows of a video's file, as an object.
 * @throws {InputError} if it is not installed, or cannot read the file
 */
export async function probe(path: string, entries: string, signal?: AbortSignal): Promise<unknown> {
  const args = ['-v', 'error', ...inputOf(path), '-select_streams', 'V:0', '-show_entries', entries, '-of', 'json'];
  try {
    const { stdout } = await promisify(execFile)('ffprobe', args, { signal });
    return JSON.parse(stdout);
  } catch (error) {
    signal?.throwIfAborted();
    throw faultOf(path, error, (error as { stderr?: string }).stderr ?? '');
  }
}

/**
 * Runs `ffmpeg` on the first video stream of a file, and ends it when the caller has what it needs.
 *
 * @param output arguments after the input
 * @param onReport receives a line about damage that FFmpeg skipped
 * @throws {InputError} if it is not installed, or cannot read the file
 */
export async function* ffmpeg<T>(
  path: string,
  output: readonly string[],
  read: (stdout: Readable) => AsyncIterable<T>,
  { mostPixels, signal, onReport }: FfmpegOptions,
): AsyncGenerator<T> {
  const input = ['-v', 'error', '-nostdin', '-max_pixels', String(mostPixels), ...inputOf(path), '-map', '0:V:0'];
  const child = spawn('ffmpeg', [...input, ...output, 'pipe:1'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', end);
  const closed = once(child, 'close').catch((error: unknown) => [error]);
  let reported = '';
  child.stderr.on('data', (text: Buffer) => {
    if (reported.length < MOST_REPORTED) reported += text;
  });
  try {
    yield* read(child.stdout);
    const [status] = await closed;
    signal?.throwIfAborted();
    if (status !== 0) throw faultOf(path, status, reported);
    if (reported !== '') onReport?.(reasonIn(reported));
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
}

export interface FfmpegOptions {
  /** Maximum number of pixels of a decoded frame. */
  readonly mostPixels: number;
  readonly signal?: AbortSignal;
  readonly onReport?: (line: string) => void;
}

function faultOf(path: string, error: unknown, reported: string): InputError {
  if (isSystemError(error) && error.code === 'ENOENT')
    return new InputError(path, 'FFmpeg is not installed', 'must be a photo, or install it: apt install ffmpeg');
  return new InputError(path, reasonIn(reported), 'must be a whole video, such as MP4, WebM, MOV or AVI');
}

/** The first reason that FFmpeg gives, without the names of its parts and of the file. */
function reasonIn(reported: string): string {
  const [line = ''] = reported.split('\n').filter((text) => /\S/.test(text));
  if (/not on whitelist/i.test(line)) return 'a playlist, or a form that is not read';
  return line.replace(/^(\[[^\]]*\]\s*)+/, '').replace(/^file:.*: /, '') || 'damaged';
}
