import { InputDecoder } from "../../kernels/input.ts";
import type { MissingAudio } from "../pcm/mod.ts";
import { FileSource } from "./_file_source.ts";
import type { OpenOptions } from "./open_audio.ts";

/** What an audio file's header says. */
export interface AudioInfo {
  /** Its common name: `"WAV"`, `"MPEG-4"`. */
  readonly container: string;
  /** Its common name: `"PCM"`, `"MP3"`. */
  readonly codec: string;
  /** Frames per second. */
  readonly sampleRate: number;
  /** Samples per frame, from 1 to 255. */
  readonly channels: number;
  /** Bits per stored sample; `undefined` if the codec has no such thing. */
  readonly bits: number | undefined;
  /**
   * How many frames there are, exactly; `undefined` if only decoding tells. Of a Matroska or WebM
   * recording with an index: how long it is by its times, of which a gap is a part.
   */
  readonly frames: number | undefined;
  /** Set if the file is cut off, with `acceptTruncated`; `frames` then counts those that it has. */
  readonly missing?: MissingAudio;
  /** The file's size. */
  readonly bytes: number;
}

/**
 * Says what an audio file is, from its header: reads at most a few hundred kilobytes of a long
 * file, or MPEG-4's list of packets. Ogg, and Matroska without an index, are read to their end.
 *
 * @throws {FileError} As `openAudio` does.
 * @throws {AudioInputError} As `openAudio` does.
 */
export function probeAudio(path: string, options: OpenOptions = {}): AudioInfo {
  using file = new FileSource(path);
  using decoder = new InputDecoder(file, path, { ...options, byIndex: true });
  const { container, codec, sampleRate, channels, bits, frames, missing } = decoder;
  const info = { container, codec, sampleRate, channels, bits, frames, bytes: file.size };
  return missing === undefined ? info : { ...info, missing };
}
