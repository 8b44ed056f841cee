import { resolvedAudioTarget } from "../language/audio_target.ts";
import { type AudioCoding, opusRates } from "../language/coding.ts";
import type { JsonObject } from "../language/json.ts";
import type { OptionReader } from "../language/options.ts";

/** The most channels that FLAC and Opus have. */
export const maxCodedChannels = 8;

/**
 * Refuses rates and channel counts that a codec doesn't have. Clips whose own channels are too many
 * are refused when they come.
 *
 * @param target the canonical options that say them.
 * @throws {SchemaError} naming the option.
 */
export function checkCodecTarget(
  target: JsonObject,
  { codec, reader }: { codec: AudioCoding["codec"]; reader: OptionReader },
): void {
  if (codec === "pcm") return;
  const { sampleRate, channels } = resolvedAudioTarget(target);
  if (codec === "opus" && !opusRates.includes(sampleRate)) {
    throw reader.wrong("sampleRate", `one of Opus' rates, ${opusRates.join(", ")}`);
  }
  if (typeof channels === "number" && channels > maxCodedChannels) {
    throw reader.wrong("channels", `at most ${maxCodedChannels} channels for ${codec}`);
  }
}
