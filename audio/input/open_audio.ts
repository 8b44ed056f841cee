import { AudioInputError } from "../../errors/mod.ts";
import type { PcmSource } from "../pcm/mod.ts";

/** The endings of the audio files that {@link openAudio} reads, lower case, with the dot. */
export const AUDIO_EXTENSIONS: readonly string[] = [".wav", ".wave"];

/** Opens an audio file as a stream of PCM. */
export function openAudio(path: string): PcmSource {
  throw new AudioInputError(`Cannot read "${path}"`, { code: "unsupported-format", file: path });
}
