import { AudioInputError } from "../../../../errors/mod.ts";
import { codedLayout, memberOf, waveformDtypes } from "../../../../schema/reading.ts";
import { setUint53 } from "../../../container/uint53.ts";
import type { FieldSlot } from "../../../output/field_slot.ts";
import type { CodedAudio, Coding, EncodedTrack } from "./coding.ts";
import { entryBytes } from "./grid_index.ts";
import { maxUint32 } from "../../../container/limits.ts";

/** The index, which follows the streams, and every entry in it begin at a multiple of this. */
export const indexAlignment = 8;

/** Entries gathered before writing them. */
const entriesAtOnce = 4096;

/**
 * Completes a record whose streams were written to the slot: the index of all tracks, point by
 * point, and the metadata record.
 *
 * @param tracks in the order of their streams; all have the same number of samples.
 * @throws {AudioInputError} when there are more samples than a record can hold.
 */
export function finishTracks(
  tracks: readonly EncodedTrack[],
  { slot, audio, coding }: { slot: FieldSlot; audio: CodedAudio; coding: Coding },
): void {
  const [first] = tracks;
  const samples = first?.samples ?? 0;
  const durationMs = Math.floor((samples * 1000) / audio.sampleRate);
  if (durationMs > maxUint32) {
    throw new AudioInputError(`Cannot store ${samples} samples: they don't fit in a record`, {
      code: "too-long",
      found: durationMs,
      wanted: `${maxUint32} milliseconds`,
      hint: "cut the recording into pieces",
    });
  }
  const byteLength = tracks.reduce((sum, track) => sum + track.byteLength, 0);
  if (first?.index !== undefined) writeIndex(tracks, { slot, byteLength });
  // A record may have no stems at all.
  if (first?.samples === 0) slot.note({ code: "empty" });
  const { metadata } = slot;
  const at = (name: string) => memberOf(codedLayout, name).offset;
  setUint53(metadata, at("byte_length"), byteLength);
  setUint53(metadata, at("num_samples"), samples);
  metadata.setUint32(at("duration_ms"), durationMs, true);
  metadata.setUint32(at("sample_rate"), audio.sampleRate, true);
  metadata.setUint32(at("index_count"), first?.index?.count ?? 0, true);
  // A record without stems has an index too, though one without points.
  metadata.setUint32(at("index_step"), coding.codec?.step(audio) ?? 0, true);
  first?.setup.forEach((word, part) => metadata.setUint32(at("setup_0") + part * 4, word, true));
  metadata.setUint8(at("channels"), audio.channels);
  metadata.setUint8(at("dtype_code"), waveformDtypes.indexOf(coding.dtype));
  slot.length = samples;
  slot.width = audio.channels;
}

function writeIndex(
  tracks: readonly EncodedTrack[],
  { slot, byteLength }: { slot: FieldSlot; byteLength: number },
): void {
  slot.write(new Uint8Array(-byteLength & (indexAlignment - 1)));
  const points = (tracks[0]?.index?.count ?? 0) + 1;
  const pointBytes = tracks.length * entryBytes;
  const buffer = new Uint8Array(Math.min(points, entriesAtOnce) * pointBytes);
  const target = new DataView(buffer.buffer);
  let used = 0;
  for (let point = 0; point < points; point++) {
    let offset = 0;
    for (const { byteLength: streamBytes, index } of tracks) {
      index?.writeEntry(point, { target, at: used, offset });
      offset += streamBytes;
      used += entryBytes;
    }
    if (used === buffer.length || point === points - 1) {
      slot.write(buffer.subarray(0, used));
      used = 0;
    }
  }
}
