import { statSync } from 'node:fs';
import { InputError } from '../core/errors';
import { ffmpeg, probe } from './ffmpeg';
import type { Picture } from './picture';
import { ppmPictures } from './ppm';

/** Names of videos. */
export const VIDEO_NAME = /\.(mp4|m4v|mov|mkv|webm|avi|mpe?g|m2ts|mts|wmv|flv|ogv|3gp|y4m)$/i;

/** Maximum number of pixels of a frame: enough for 8K. */
const MOST_PIXELS = 40_000_000;

/** A frame of a video. */
export interface VideoFrame {
  /** From 0, among the frames that are read. */
  readonly index: number;
  /** Seconds from the video's start. */
  readonly time: number;
  /** Frames to expect in all; infinite if the file does not say how long it is. */
  readonly of: number;
  readonly picture: Picture;
}

export interface VideoFramesOptions {
  /** Frames in each second, at most the video's own. @default 5 */
  readonly fps?: number;
  readonly signal?: AbortSignal;
  /** Receives a line about damage that FFmpeg skipped. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Frames of a video at equal distances in time, turned upright. Needs FFmpeg's programs. Whatever the file contains,
 * they open no other file and no address. At most a few frames are in memory.
 *
 * @throws {InputError} if FFmpeg is not installed, and for a file that is missing, damaged or without frames
 */
export async function* videoFrames(path: string, options: VideoFramesOptions = {}): AsyncGenerator<VideoFrame> {
  const { fps = 5, signal, onNotice } = options;
  if (statSync(path, { throwIfNoEntry: false })?.size === 0)
    throw new InputError(path, 'empty file', 'must be a video');
  const { rate: own, seconds } = await streamOf(path, signal);
  const rate = Math.min(fps, own);
  const of = Math.max(1, Math.round(seconds * rate));
  // `round=up` selects the frame that is on screen at each time: the last one that began by then.
  const filters = ["scale='max(1,iw*sar)':ih", 'setsar=1', `fps=fps=${rate}:start_time=0:round=up`]; // square pixels
  const output = ['-vf', filters.join(), '-f', 'image2pipe', '-c:v', 'ppm', '-pix_fmt', 'rgb24'];
  const onReport = (line: string) => onNotice?.(`${path}: frames may be missing or damaged: ${line}`);
  let index = 0;
  for await (const picture of ffmpeg(path, output, ppmPictures, { mostPixels: MOST_PIXELS, signal, onReport }))
    yield { index, time: index++ / rate, of, picture };
  if (index === 0) throw new InputError(path, 'no frames', 'must be a video with at least one');
}

/** Content of `ffprobe`'s answer. */
interface Probed {
  readonly streams?: readonly { readonly r_frame_rate?: string; readonly duration?: string }[];
  readonly format?: { readonly duration?: string };
}

/** Frames per second, and length in seconds, of a file's video stream; Infinity if the file does not contain them. */
async function streamOf(path: string, signal?: AbortSignal): Promise<{ rate: number; seconds: number }> {
  const { streams = [], format } = (await probe(
    path,
    'stream=r_frame_rate,duration:format=duration',
    signal,
  )) as Probed;
  const [stream] = streams;
  if (stream === undefined) throw new InputError(path, 'no video stream', 'must be a video with pictures');
  const [frames, seconds] = (stream.r_frame_rate ?? '').split('/').map(Number);
  const rate = frames / seconds;
  const length = Number(stream.duration ?? format?.duration);
  return { rate: rate > 0 ? rate : Infinity, seconds: length > 0 ? length : Infinity };
}
