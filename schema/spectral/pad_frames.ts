import type { SpectralParameters } from "./parameters/parameters.ts";

/** The number of frames in `padSeconds`: 3,000 for Whisper, and 0 for fields without it. */
export function padFrames(
  { padSeconds, sampleRate, hopLength, dropLastFrame, nFft }: SpectralParameters,
): number {
  if (padSeconds === null || sampleRate === "source") return 0;
  const samples = Math.round(padSeconds * sampleRate);
  const frames = 1 + Math.floor((samples + 2 * Math.floor(nFft / 2) - nFft) / hopLength);
  return frames - (dropLastFrame ? 1 : 0);
}
