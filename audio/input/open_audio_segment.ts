import { type PcmSource, scaledSource } from "../pcm/mod.ts";
import { SegmentPcm } from "./_segment_pcm.ts";
import { SharedFile } from "./_shared_file.ts";
import { Spool } from "./_spool.ts";
import type { AudioSegment } from "./audio_segment.ts";
import type { OpenOptions } from "./open_audio.ts";

/**
 * Opens a part of an audio file as a stream. For several parts of one file, {@link AudioFiles}
 * avoids decoding it several times.
 *
 * Start and length are each rounded to the nearest frame. PCM and ALAC are read from the start on;
 * other codecs are decoded from the beginning of the file.
 *
 * @throws {FileError} As {@link openAudio} does, and `"changed"`, from the stream, when the file was written
 * to, replaced or removed while it was read.
 * @throws {AudioInputError} As {@link openAudio} does, and `"segment-past-end"` when the file ends
 * before the segment does; where only decoding tells, the stream throws that at its end.
 * @throws {UsageError} `"arguments"` for times that are negative or not numbers, `"scale"` for a
 * scale that isn't a finite number above 0.
 */
export function openAudioSegment(segment: AudioSegment, options: OpenOptions = {}): PcmSource {
  const file = new SharedFile(segment.path, { ...options, spool: () => new Spool(), again: false });
  try {
    const close = () => file[Symbol.dispose]();
    return scaledSource(
      new SegmentPcm(segment, { reach: () => file, close }),
      segment.scale ?? 1,
      segment.path,
    );
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}
