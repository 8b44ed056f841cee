import { resolvedAudioTarget } from "../language/audio_target.ts";
import { type AudioCoding, opusRates } from "../language/coding.ts";
import type { JsonObject } from "../language/json.ts";
import type { OptionReader } from "../language/options.ts";

/** The most channels that FLAC and Opus support. */
export const maxCodedChannels = 8;

/**
 * Refuses rates and channel counts that a codec doesn't support. Where each clip keeps its own
 * channels, clips with too many are refused when they are packed.
 *
 * @param target the canonical options that state them.
 * @throws {SchemaError} naming the option.
 */
export function checkCodecTarget(
  target: JsonObject,
  { codec, reader }: { codec: AudioCoding["codec"]; reader: OptionReader },
): void {
  if (codec === "pcm") return;
  const { sampleRate, channels } = resolvedAudioTarget(target);
  if (codec === "opus" && !opusRates.includes(sampleRate)) {
    throw reader.wrong("sampleRate", `one of Opus's rates, ${opusRates.join(", ")}`);
  }
  if (typeof channels === "number" && channels > maxCodedChannels) {
    throw reader.wrong("channels", `at most ${maxCodedChannels} channels for ${codec}`);
  }
}
