import { AudioInputError, UsageError } from "../../errors/mod.ts";

/** A part of an audio file. */
export interface AudioSegment {
  /** The path of the file. */
  readonly path: string;
  /** Where the part begins: seconds from the file's first frame, 0 or more; 0 when left out. */
  readonly startSeconds?: number | undefined;
  /** How long the part is, in seconds, 0 or more; to the end of the file when left out. */
  readonly durationSeconds?: number | undefined;
  /** What samples are multiplied by on the way in, above 0, such as 1/32768; 1 when left out. */
  readonly scale?: number | undefined;
}

/** A segment in frames. */
export interface FrameRange {
  /** The first frame. */
  readonly start: number;
  /** How many frames there are; `undefined` for all that follow. */
  readonly length: number | undefined;
}

/**
 * A segment in frames: its start and its length are each rounded to the nearest frame (a half up).
 * Segments of equal duration therefore have equal lengths, wherever they start.
 *
 * @throws {UsageError} `"arguments"` when a time is negative or not a number.
 */
export function frameRange(segment: AudioSegment, sampleRate: number): FrameRange {
  return {
    start: toFrames(segment, "startSeconds", segment.startSeconds ?? 0, sampleRate),
    length: segment.durationSeconds === undefined
      ? undefined
      : toFrames(segment, "durationSeconds", segment.durationSeconds, sampleRate),
  };
}

function toFrames(
  { path }: AudioSegment,
  name: string,
  seconds: number,
  sampleRate: number,
): number {
  const frames = Math.round(seconds * sampleRate);
  if (seconds >= 0 && Number.isSafeInteger(frames)) return frames;
  throw new UsageError(`Cannot read a segment of "${path}": ${name} is ${seconds}`, {
    code: "arguments",
    file: path,
    found: String(seconds),
    wanted: "seconds, 0 or more",
  });
}

/** The error for a segment that ends beyond its file. */
export function beyondTheEnd(
  segment: AudioSegment,
  { frames, sampleRate }: { frames: number; sampleRate: number },
): AudioInputError {
  const { path, startSeconds = 0, durationSeconds } = segment;
  const wanted = durationSeconds === undefined
    ? `audio from ${startSeconds} s on`
    : `audio from ${startSeconds} s to ${startSeconds + durationSeconds} s`;
  const found = `${frames / sampleRate} s`;
  return new AudioInputError(
    `Cannot read a segment of "${path}": the file is ${found} long, but the segment wants ${wanted}`,
    { code: "segment-past-end", file: path, found, wanted },
  );
}
