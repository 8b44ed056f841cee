import { InputDecoder } from "../../kernels/input.ts";
import type { MissingAudio } from "../pcm/mod.ts";
import { FileSource } from "./_file_source.ts";
import type { OpenOptions } from "./open_audio.ts";

/** What an audio file's header says. */
export interface AudioInfo {
  /** As people call it: `"WAV"`, `"MPEG-4"`. */
  readonly container: string;
  /** As people call it: `"PCM"`, `"MP3"`. */
  readonly codec: string;
  /** Frames a second. */
  readonly sampleRate: number;
  /** Samples in a frame, from 1 to 255. */
  readonly channels: number;
  /** Bits of a stored sample; `undefined` where the codec has no such thing. */
  readonly bits: number | undefined;
  /** How many frames there are, exactly; `undefined` where only decoding tells. */
  readonly frames: number | undefined;
  /** Set where the file is cut off, with `acceptTruncated`; `frames` are those that are there. */
  readonly missing?: MissingAudio;
  /** The file's size. */
  readonly bytes: number;
}

/**
 * Says what an audio file is, from its header: of a long file, a few hundred kilobytes are read at
 * most, or MPEG-4's list of packets.
 *
 * @throws {FileError} As `openAudio` does.
 * @throws {AudioInputError} As `openAudio` does.
 */
export function probeAudio(path: string, options: OpenOptions = {}): AudioInfo {
  using file = new FileSource(path);
  using decoder = new InputDecoder(file, path, options);
  const { container, codec, sampleRate, channels, bits, frames, missing } = decoder;
  const info = { container, codec, sampleRate, channels, bits, frames, bytes: file.size };
  return missing === undefined ? info : { ...info, missing };
}
