import { type PcmSource, samplesSource } from "../../audio/pcm/mod.ts";
import { UsageError } from "../../errors/mod.ts";
import type { AudioInput } from "../../schema/mod.ts";
import { type ValuePlace, wrongValue } from "./checked.ts";
import type { AudioOpener } from "./kind.ts";

/**
 * Opens audio as a record gives it.
 *
 * @throws {ManifestError} when it isn't audio.
 * @throws {AudioInputError} when it can't be read, or isn't what it says.
 */
export function openAudioInput(
  input: AudioInput,
  { slot, openAudio }: { slot: ValuePlace; openAudio: AudioOpener | undefined },
): PcmSource {
  if (typeof input === "string") {
    if (openAudio !== undefined) return openAudio(input);
    throw new UsageError(`Cannot read "${input}": this writer has nothing to open audio with`, {
      code: "no-audio-opener",
      file: input,
      hint: "pass openAudio to the writer, or samples to append",
    });
  }
  if (typeof input !== "object" || input === null || !("samples" in input)) {
    throw wrongValue(input, "audio: a path, or { samples, sampleRate, channels }", slot);
  }
  return samplesSource(input);
}
