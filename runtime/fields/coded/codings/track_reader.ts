import { IntegrityError } from "../../../../errors/mod.ts";
import type { CodecFormat } from "../../../../kernels/codecs.ts";
import { sampleBytes } from "../../../../kernels/sample_format.ts";
import { readError } from "../../../batch/read_error.ts";
import { spreadChannels } from "../../waveform/spread_channels.ts";
import { maxCodedChannels, resolvedAudioTarget } from "../../../../schema/mod.ts";
import { type FieldIr, fixedChannels, maxChannels } from "../../../../schema/reading.ts";
import type { AfdFile } from "../../../container/afd_file.ts";
import { getUint53 } from "../../../container/uint53.ts";
import { Block } from "../../../storage/block.ts";
import type { ByteRange } from "../../../storage/storage.ts";
import type { CodedMetadata } from "./coded_metadata.ts";
import type { Coding } from "./coding.ts";
import { decodeStream } from "./decode_stream.ts";
import { entryBytes } from "./grid_index.ts";
import type { WindowPlan } from "./window_plan.ts";
import { indexAlignment } from "./write_tracks.ts";

/** Where decoded samples go. */
export interface TrackSink {
  /** The memory. */
  readonly block: Block;
  /** Byte offset of the window in the block. */
  readonly offset: number;
  /** Channels per frame there; channels that the track lacks aren't changed. */
  readonly channels: number;
  /** The type of the samples there: the coding's dtype, or float32 if a codec decodes to that. */
  readonly format: CodecFormat;
}

/** A window to plan: `count` samples, though the record may have fewer. */
export interface WindowOf {
  readonly record: number;
  /** The track, counted among those that exist. */
  readonly track: number;
  readonly start: number;
  readonly count: number;
}

/** What is wrong with a record, by the error's code. */
const broken = {
  "byte-length": "length contradicts its metadata",
  index: "index contradicts its metadata",
  channels: "channels don't match its field",
  "sample-rate": "sample rate doesn't match its field",
} as const;

/** What a schema says about all records of a field. */
interface StoredAudio {
  /** Samples per second. */
  readonly sampleRate: number;
  /** The channels, if all records have the same. */
  readonly channels: number | undefined;
}

/**
 * Reads tracks of one field in three steps, for any coding: {@link plan} from the metadata,
 * {@link locate} from the index entries that the plan asks for, {@link decode} from the stream's
 * bytes. Between steps, the caller may wait for the bytes; a coding without an index needs no
 * second step.
 */
export class TrackReader {
  readonly #file: AfdFile;
  readonly #field: string;
  readonly #metadata: CodedMetadata;
  readonly #coding: Coding;
  readonly #audio: StoredAudio;
  readonly #sampleBytes: number;
  /** How many tracks a record has. */
  readonly #tracksOf: (record: number) => number;
  readonly #setup = new Uint32Array(4);
  /** The index entries that were read last, and where they lie in the file. */
  #entries = Block.allocate(0);
  #entriesAt = -1;
  #entriesLength = 0;

  constructor(
    file: AfdFile,
    { field, metadata, coding, tracksOf }: {
      field: FieldIr;
      metadata: CodedMetadata;
      coding: Coding;
      tracksOf: (record: number) => number;
    },
  ) {
    this.#file = file;
    this.#field = field.name;
    this.#metadata = metadata;
    this.#coding = coding;
    const target = resolvedAudioTarget(field.options);
    this.#audio = { sampleRate: target.sampleRate, channels: fixedChannels(target) };
    this.#sampleBytes = sampleBytes(coding.dtype);
    this.#tracksOf = tracksOf;
  }

  /**
   * Where a record's payload lies: the streams, followed by the index.
   *
   * @throws {IntegrityError} when that is outside the payload region, or the metadata contradicts
   *   it.
   */
  extent(record: number): ByteRange {
    const metadata = this.#metadata;
    const [position, byteLength] = [metadata.dataPtr(record), metadata.byteLength(record)];
    const length = byteLength + this.indexBytes(record);
    if (!this.#file.holds(position, length)) {
      throw this.#file.extentError({ field: this.#field, record, position, length });
    }
    this.#check(record);
    return { position, length };
  }

  /** Bytes of the index after a record's streams, including the padding before it; 0 for PCM. */
  indexBytes(record: number): number {
    if (this.#coding.codec === undefined) return 0;
    const padding = -this.#metadata.byteLength(record) & (indexAlignment - 1);
    const points = this.#metadata.indexCount(record) + 1;
    return padding + points * this.#tracksOf(record) * entryBytes;
  }

  /** Plans a row from the metadata alone; it sets all of the row, but not the plan's `size`. */
  plan(plan: WindowPlan, row: number, { record, track, start, count }: WindowOf): void {
    const { position } = this.extent(record);
    const samples = this.#metadata.numSamples(record);
    const kept = Math.max(0, Math.min(count, samples - start));
    plan.records[row] = record;
    plan.tracks[row] = track;
    plan.starts[row] = start;
    plan.counts[row] = kept;
    plan.indexed[row] = 0;
    plan.firsts[row] = 0;
    if (kept === 0) {
      plan.positions[row] = position;
      plan.byteLengths[row] = 0;
      return;
    }
    if (this.#coding.codec === undefined) {
      const frameBytes = this.#metadata.channels(record) * this.#sampleBytes;
      plan.positions[row] = position + (track * samples + start) * frameBytes;
      plan.byteLengths[row] = kept * frameBytes;
      return;
    }
    this.#planIndexed(plan, row);
  }

  /** Whether {@link locate} has to read anything. */
  needsIndex(plan: WindowPlan): boolean {
    for (let row = 0; row < plan.size; row++) if (plan.indexed[row] !== 0) return true;
    return false;
  }

  /**
   * Finds the units that hold each row's window, from the entries of the index.
   *
   * @throws {IntegrityError} when the entries contradict each other or the record.
   */
  locate(plan: WindowPlan): void {
    this.#entriesAt = -1;
    for (let row = 0; row < plan.size; row++) {
      if (plan.indexed[row] === 0) continue;
      try {
        this.#locate(plan, row);
      } catch (cause) {
        throw readError(cause, { field: this.#field, record: plan.records[row]! });
      }
    }
  }

  /** Decodes a row's window to its destination; anything after it isn't changed. */
  decode(plan: WindowPlan, row: number, sink: TrackSink): void {
    const record = plan.records[row]!;
    const frames = plan.counts[row]!;
    if (frames === 0) return;
    const channels = this.#metadata.channels(record);
    const position = plan.positions[row]!;
    const byteLength = plan.byteLengths[row]!;
    try {
      if (this.#coding.codec === undefined) {
        const { block, offset } = sink;
        const frameBytes = channels * this.#sampleBytes;
        const rowFrameBytes = sink.channels * this.#sampleBytes;
        if (frameBytes === rowFrameBytes) this.#file.copy(position, byteLength, block, offset);
        else {
          const spread = { position, frames, frameBytes, block, offset, rowFrameBytes };
          spreadChannels(this.#file, spread);
        }
        return;
      }
      this.#metadata.copySetup(record, this.#setup);
      decodeStream(this.#file, this.#coding.codec.decoder(), {
        position,
        byteLength,
        sampleRate: this.#metadata.sampleRate(record),
        channels,
        setup: this.#setup,
        first: plan.firsts[row]!,
        start: plan.starts[row]!,
        count: frames,
        sink,
      });
    } catch (cause) {
      throw readError(cause, { field: this.#field, record });
    }
  }

  /**
   * Checks what lengths depend on: before memory is allocated for them, they must fit the stored
   * bytes.
   */
  #check(record: number): void {
    const metadata = this.#metadata;
    const [samples, channels] = [metadata.numSamples(record), metadata.channels(record)];
    const tracks = this.#tracksOf(record);
    const { codec } = this.#coding;
    const { channels: wanted = channels, sampleRate } = this.#audio;
    const most = codec === undefined ? maxChannels : maxCodedChannels;
    if (tracks === 0 ? samples !== 0 : channels !== wanted || channels === 0 || channels > most) {
      throw this.#broken(record, { code: "channels", found: channels, wanted });
    }
    const rate = metadata.sampleRate(record);
    if (rate !== sampleRate) {
      throw this.#broken(record, { code: "sample-rate", found: rate, wanted: sampleRate });
    }
    if (codec === undefined) {
      const found = metadata.byteLength(record);
      const wanted = samples * channels * this.#sampleBytes * tracks;
      if (found !== wanted) throw this.#broken(record, { code: "byte-length", found, wanted });
      return;
    }
    const step = codec.step({ sampleRate, channels });
    const [found, points] = [metadata.indexCount(record), Math.ceil(samples / step)];
    if (metadata.indexStep(record) === step && found === points) return;
    throw this.#broken(record, { code: "index", found, wanted: points });
  }

  #planIndexed(plan: WindowPlan, row: number): void {
    const record = plan.records[row]!;
    const metadata = this.#metadata;
    const { from, to } = this.#points(plan, row);
    const tracks = this.#tracksOf(record);
    const byteLength = metadata.byteLength(record);
    const position = metadata.dataPtr(record);
    if (tracks === 1 && from === 0 && to === metadata.indexCount(record)) {
      // The whole stream, from its first byte on.
      plan.positions[row] = position;
      plan.byteLengths[row] = byteLength;
      return;
    }
    const pointBytes = tracks * entryBytes;
    const index = position + byteLength + (-byteLength & (indexAlignment - 1));
    plan.indexed[row] = 1;
    plan.positions[row] = index + from * pointBytes;
    plan.byteLengths[row] = (to + 1 - from) * pointBytes;
  }

  /**
   * The grid points whose entries say where a window lies: one at or before its start, one at or
   * after its end.
   */
  #points(plan: WindowPlan, row: number): { from: number; to: number } {
    const record = plan.records[row]!;
    const metadata = this.#metadata;
    const audio = { sampleRate: metadata.sampleRate(record), channels: metadata.channels(record) };
    const step = metadata.indexStep(record);
    const start = plan.starts[row]!;
    const end = start + plan.counts[row]!;
    const from = Math.floor((this.#coding.codec?.decodeFrom(start, audio) ?? start) / step);
    return { from, to: Math.ceil(end / step) };
  }

  #locate(plan: WindowPlan, row: number): void {
    const record = plan.records[row]!;
    const { from, to } = this.#points(plan, row);
    const entries = this.#readEntries(plan.positions[row]!, plan.byteLengths[row]!);
    const step = this.#metadata.indexStep(record);
    const count = this.#metadata.indexCount(record);
    const track = plan.tracks[row]! * entryBytes;
    const pointBytes = this.#tracksOf(record) * entryBytes;
    const last = (to - from) * pointBytes + track;
    const begin = getUint53(entries, track);
    const first = from * step - entries.getUint32(track + 8, true);
    const lastFirst = to * step - entries.getUint32(last + 8, true);
    const end = plan.starts[row]! + plan.counts[row]!;
    // A unit that begins after the window isn't needed; one that begins inside it is needed whole.
    const isBehind = to === count || lastFirst >= end;
    const stop = getUint53(entries, last) + (isBehind ? 0 : entries.getUint32(last + 12, true));
    if (first < 0 || stop < begin || stop > this.#metadata.byteLength(record)) {
      throw this.#broken(record, { code: "index", found: stop, wanted: begin });
    }
    plan.positions[row] = this.#metadata.dataPtr(record) + begin;
    plan.byteLengths[row] = stop - begin;
    plan.firsts[row] = first;
  }

  /** Tracks of one record share their entries, so these are read only once. */
  #readEntries(position: number, length: number): DataView {
    if (this.#entries.bytes.length < length) this.#entries = Block.allocate(length);
    if (this.#entriesAt !== position || this.#entriesLength < length) {
      this.#file.copy(position, length, this.#entries, 0);
      this.#entriesAt = position;
      this.#entriesLength = length;
    }
    return new DataView(this.#entries.bytes.buffer, 0, length);
  }

  #broken(
    record: number,
    { code, found, wanted }: { code: keyof typeof broken; found: number; wanted: number },
  ): IntegrityError {
    return new IntegrityError(
      `Cannot decode "${this.#field}" of record ${record} in "${this.#file.name}": its ` +
        `${broken[code]}`,
      { code, file: this.#file.name, field: this.#field, record, found, wanted },
    );
  }
}
