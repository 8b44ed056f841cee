import type { PcmSource } from "../pcm/mod.ts";
import { FilePcm } from "./_file_pcm.ts";
import { FileSource } from "./_file_source.ts";

/** The endings of the audio files that {@link openAudio} reads, lower case, with the dot. */
export const AUDIO_EXTENSIONS: readonly string[] = [".wav", ".wave"];

/**
 * Opens an audio file as a stream of interleaved PCM in the file's own precision. What it is, is told
 * by its contents, not by its name.
 *
 * Reads WAV: 8 to 32-bit integers (8-bit comes as int16, 24-bit as left-justified int32), 32 and
 * 64-bit floats, A-law and µ-law, extensible, RF64 and BW64, 1 to 255 channels. Audio of unknown
 * length, as streaming writers leave it, is read to the end of the file. Bytes of a last, partial
 * frame are ignored. A file without samples is a stream of 0 frames.
 *
 * The file is read a piece at a time and closed at its end, on an error, and on disposal.
 *
 * @param path The file, as the system knows it.
 * @throws {FileError} `"not-found"`, `"no-permission"`, `"is-a-directory"`, `"not-a-file"` or
 * `"io"`.
 * @throws {AudioInputError} `"empty"`, `"not-audio"`, `"unsupported-format"`, `"unsupported-codec"`,
 * `"truncated-header"`, `"bad-header"`, `"channels"` or `"sample-rate"` for a header that no audio
 * has, `"truncated"` when there is less audio than the header says, and `"decoder-failed"` or
 * `"decoder-crashed"` for mistakes of ours.
 */
export function openAudio(path: string): PcmSource {
  return new FilePcm(new FileSource(path), path);
}
