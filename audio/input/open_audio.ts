import type { PcmSource } from "../pcm/mod.ts";
import { FilePcm } from "./_file_pcm.ts";
import { FileSource } from "./_file_source.ts";

/** The endings of the audio files that {@link openAudio} reads, in lower case, with the dot. */
export const AUDIO_EXTENSIONS: readonly string[] = [
  ".wav",
  ".wave",
  ".aif",
  ".aiff",
  ".aifc",
  ".flac",
  ".mp3",
  ".mp2",
  ".ogg",
  ".oga",
  ".opus",
  ".m4a",
  ".m4b",
  ".mp4",
  ".mov",
  ".aac",
  ".caf",
  ".mka",
  ".mkv",
  ".webm",
  ".sph",
  ".nist",
  ".au",
  ".snd",
  ".w64",
  ".ogv",
  ".3gp",
];

/** How audio files are opened. */
export interface OpenOptions {
  /**
   * Reads the whole frames that a file still has if it is cut off, and says so in
   * {@link PcmSource.missing}. `false` by default: then such a file is the error `"truncated"`.
   *
   * WAV, AIFF, CAF, FLAC, MPEG audio, Ogg and ADTS are read if their header is complete, MPEG-4 if
   * its list of packets is; an incomplete header is still an error.
   */
  readonly acceptTruncated?: boolean | undefined;
  /**
   * Which of a file's audio tracks is read, counting from 1 in the order of the file; the first by
   * default. A file with fewer tracks is the error `"no-audio"`. Only MPEG-4, Matroska and WebM
   * have more than one.
   */
  readonly track?: number | undefined;
}

/**
 * Opens an audio file as a stream of interleaved PCM in the file's own precision. Its format is
 * recognised by its contents, not by its name.
 *
 * Reads WAV, Wave64, AIFF, CAF, Sun audio and NIST SPHERE; ADPCM and GSM 6.10 in WAV; FLAC, also in
 * Ogg; MP3 and the older MPEG audio layers; Ogg Vorbis and Ogg Opus; AAC and ALAC in MPEG-4,
 * QuickTime and CAF; AAC in ADTS; Matroska and WebM: `docs/formats.md` has the
 * details. Integers of up to 16 bits come as int16, wider ones as left-justified int32, floats
 * unchanged, and lossy audio as float32, which may go beyond ±1. What encoders add before and after
 * the audio is removed. Channels come in WAV's order. If there are several tracks, the first one
 * with audio is read, unless `track` says otherwise. A file without samples is a stream of 0 frames.
 *
 * The file is read a piece at a time and closed at its end, on an error, and on disposal.
 *
 * @param path The path of the file.
 * @throws {FileError} `"not-found"`, `"no-permission"`, `"is-a-directory"`, `"not-a-file"` or
 * `"io"`.
 * @throws {AudioInputError} `"empty"`, `"not-audio"`, `"no-audio"`, `"unsupported-format"`,
 * `"unsupported-codec"`, `"truncated-header"`, `"bad-header"`, `"too-long"`, `"channels"` or
 * `"sample-rate"` for a header that no audio has; `"truncated"` when there is less audio than the
 * header says; then, here or from {@link PcmSource.next}, `"damaged"`, `"checksum"` or
 * `"out-of-order"` for audio that has changed since it was encoded, and `"format-change"` for rates
 * and channels that change part of the way through; `"decoder-failed"` or `"decoder-crashed"` for
 * bugs in audiofield.
 */
export function openAudio(path: string, options: OpenOptions = {}): PcmSource {
  return new FilePcm(new FileSource(path), path, { ...options, refuseChanged: false });
}
