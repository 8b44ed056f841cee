import { maxCodedChannels } from "../../../../schema/mod.ts";
import { waveformDtypes } from "../../../../schema/reading.ts";
import type { AfdFile } from "../../../container/afd_file.ts";
import { getUint53 } from "../../../container/uint53.ts";
import type { RecordFault } from "../../kind/kind.ts";
import type { CodedMetadata } from "./coded_metadata.ts";
import type { Coding } from "./coding.ts";
import { entryBytes } from "./grid_index.ts";
import { streamFault } from "./stream_fault.ts";
import { indexAlignment } from "./write_tracks.ts";

/** What a schema prescribes for all records of a field of coded audio. */
export interface CodedRules {
  readonly coding: Coding;
  readonly sampleRate: number;
  /** The channels of every record, if the schema fixes them. */
  readonly channels: number | undefined;
  /** How many tracks a record has. */
  readonly tracksOf: (record: number) => number;
}

/** Grid points read at a time. */
const pointsAtOnce = 4096;

/** What is wrong with a record of coded audio: its metadata, its padding, or its index. */
export function codedFault(
  file: AfdFile,
  record: number,
  { metadata, ...rules }: CodedRules & { metadata: CodedMetadata },
): RecordFault {
  const { coding, sampleRate, tracksOf } = rules;
  const channels = metadata.channels(record);
  const samples = metadata.numSamples(record);
  if (!metadata.isPadded(record)) return "metadata-padding";
  if (metadata.sampleRate(record) !== sampleRate) return "sample-rate";
  if (waveformDtypes[metadata.dtypeCode(record)] !== coding.dtype) return "dtype";
  const mostChannels = coding.codec === undefined ? 255 : maxCodedChannels;
  const isEmpty = tracksOf(record) === 0;
  if (!isEmpty && (channels === 0 || channels > mostChannels)) return "channels";
  if (!isEmpty && channels !== (rules.channels ?? channels)) return "channels";
  if (metadata.durationMs(record) !== Math.floor((samples * 1000) / sampleRate)) return "duration";
  if (coding.codec === undefined) return hasNoIndex(metadata, record) ? undefined : "index";
  const tracks = tracksOf(record);
  return indexFault(file, record, { metadata, tracks }) ??
    streamFault(file, record, { metadata, coding, tracks });
}

function hasNoIndex(metadata: CodedMetadata, record: number): boolean {
  const setup = new Uint32Array(4);
  metadata.copySetup(record, setup);
  return metadata.indexCount(record) === 0 && metadata.indexStep(record) === 0 &&
    setup.every((word) => word === 0);
}

/**
 * Checks that units follow one another, hold their grid points, and fill the streams, which follow
 * one another.
 */
function indexFault(
  file: AfdFile,
  record: number,
  { metadata, tracks }: { metadata: CodedMetadata; tracks: number },
): RecordFault {
  const byteLength = metadata.byteLength(record);
  const end = metadata.dataPtr(record) + byteLength;
  const padding = -byteLength & (indexAlignment - 1);
  if (padding > 0 && file.view(end, padding).some((byte) => byte !== 0)) return "payload-padding";
  const [count, step] = [metadata.indexCount(record), metadata.indexStep(record)];
  const lasts = Array.from({ length: tracks }, () => ({ offset: -1, bytes: 0, first: 0 }));
  const begins: number[] = [];
  for (let from = 0; from <= count; from += pointsAtOnce) {
    const points = Math.min(pointsAtOnce, count + 1 - from);
    const bytes = file.view(
      end + padding + from * tracks * entryBytes,
      points * tracks * entryBytes,
    );
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let entry = 0; entry < points * tracks; entry++) {
      const point = from + Math.floor(entry / tracks);
      const last = lasts[entry % tracks]!;
      const offset = getUint53(view, entry * entryBytes);
      const first = point * step - view.getUint32(entry * entryBytes + 8, true);
      const unitBytes = view.getUint32(entry * entryBytes + 12, true);
      if (point === 0) begins.push(offset);
      if (point === count) {
        if (view.getUint32(entry * entryBytes + 8, true) !== 0 || unitBytes !== 0) return "index";
        if (offset < last.offset + last.bytes) return "index";
        last.offset = offset;
        continue;
      }
      if (first < 0 || unitBytes === 0 || (point === 0 && first !== 0)) return "index";
      const isSame = offset === last.offset && unitBytes === last.bytes && first === last.first;
      if (!isSame && (offset < last.offset + last.bytes || first <= last.first) && point > 0) {
        return "index";
      }
      Object.assign(last, { offset, bytes: unitBytes, first });
    }
  }
  const stops = lasts.map(({ offset }) => offset);
  const begin = (track: number) => count === 0 ? undefined : begins[track];
  const fits = stops.every((stop, track) =>
    (begin(track) ?? 0) <= stop && (begin(track + 1) ?? stop) === stop
  );
  if (!fits || (begin(0) ?? 0) !== 0 || (stops.at(-1) ?? 0) !== byteLength) return "index";
  return undefined;
}
