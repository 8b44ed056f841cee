import { isScale, type PcmSource, samplesSource, scaledSource } from "../../audio/pcm/mod.ts";
import { UsageError } from "../../errors/mod.ts";
import type { AudioInput, AudioSegment } from "../../schema/mod.ts";
import { type ValuePlace, wrongValue } from "./checked.ts";
import type { AudioOpener } from "./audio_opener.ts";

/**
 * Opens the audio that a record gives.
 *
 * @throws {ManifestError} when it isn't audio.
 * @throws {AudioInputError} when it can't be read, or isn't what it claims to be.
 */
export function openAudioInput(
  input: AudioInput,
  { slot, openAudio }: { slot: ValuePlace; openAudio: AudioOpener | undefined },
): PcmSource {
  const scale = scaleOf(input);
  if (!isScale(scale)) throw wrongValue(scale, "a scale that is a finite number above 0", slot);
  if (isSamples(input)) return samplesSource(input);
  const file = fileOf(input);
  if (file === undefined) {
    const wanted = "audio: a path, { path, startSeconds, durationSeconds, scale }, or " +
      "{ samples, sampleRate, channels, scale }";
    throw wrongValue(input, wanted, slot);
  }
  if (openAudio !== undefined) {
    return scaledSource(openAudio(unscaled(input as string | AudioSegment)), scale, file);
  }
  throw new UsageError(`Cannot read "${file}": this writer has nothing to open audio files with`, {
    code: "no-audio-opener",
    file,
    hint: "pass openAudio to the writer, or samples to append",
  });
}

/** The file that audio comes from, if the value names one. */
export function fileOf(input: unknown): string | undefined {
  if (typeof input === "string") return input;
  if (typeof input !== "object" || input === null || !("path" in input)) return undefined;
  return typeof input.path === "string" ? input.path : undefined;
}

/** What to call audio in messages. */
export function nameOf(input: AudioInput): string {
  const file = fileOf(input);
  return file === undefined ? "the given samples" : `"${file}"`;
}

function scaleOf(input: unknown): unknown {
  return typeof input === "object" && input !== null && "scale" in input ? input.scale ?? 1 : 1;
}

/** The input without its scale, which an opener needn't know about. */
function unscaled(input: string | AudioSegment): string | AudioSegment {
  if (typeof input === "string") return input;
  const { scale: _, ...segment } = input;
  const { path, startSeconds, durationSeconds } = segment;
  return startSeconds === undefined && durationSeconds === undefined ? path : segment;
}

function isSamples(input: unknown): input is Extract<AudioInput, { samples: unknown }> {
  return typeof input === "object" && input !== null && "samples" in input;
}
