import { codedLayout, memberOf, type StructLayout } from "../../../../schema/reading.ts";
import { pageMask, StructPage, Table } from "../../../container/table.ts";
import type { AfdFile } from "../../../container/afd_file.ts";
import type { Indices } from "../../../container/indices.ts";
import { uint53Of } from "../../../container/uint53.ts";

const word = (name: string) => memberOf(codedLayout, name).offset / 4;

/**
 * Offsets of the members in a record, in 32-bit words; the last three before `tracks` are in bytes.
 */
const at = {
  dataPtr: word("data_ptr"),
  byteLength: word("byte_length"),
  numSamples: word("num_samples"),
  durationMs: word("duration_ms"),
  sampleRate: word("sample_rate"),
  indexCount: word("index_count"),
  indexStep: word("index_step"),
  setup: word("setup_0"),
  channels: memberOf(codedLayout, "channels").offset,
  dtypeCode: memberOf(codedLayout, "dtype_code").offset,
  pad: memberOf(codedLayout, "_pad").offset,
  tracks: codedLayout.itemSize / 4,
} as const;

/** Metadata of coded audio: struct accessors that make no objects. */
export class CodedMetadata {
  readonly #table: Table<StructPage>;
  readonly #itemWords: number;

  /** Created by the field at `fieldIndex` in the schema. */
  constructor(file: AfdFile, fieldIndex: number, layout: StructLayout) {
    this.#table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
    this.#itemWords = layout.itemSize / 4;
  }

  /** Loads the metadata of these records, for asynchronous storage. */
  prefetch(indices: Indices): Promise<undefined> {
    return this.#table.prefetch(indices);
  }

  /** Byte offset of the payload in the file. */
  dataPtr(index: number): number {
    return this.#wide(index, at.dataPtr);
  }

  /** Bytes of the coded audio, without its index. */
  byteLength(index: number): number {
    return this.#wide(index, at.byteLength);
  }

  /** Samples per channel. */
  numSamples(index: number): number {
    return this.#wide(index, at.numSamples);
  }

  /** Duration in whole milliseconds, rounded down. */
  durationMs(index: number): number {
    return this.#word(index, at.durationMs);
  }

  /** Samples per second. */
  sampleRate(index: number): number {
    return this.#word(index, at.sampleRate);
  }

  /** Grid points of the index; 0 where there is none. */
  indexCount(index: number): number {
    return this.#word(index, at.indexCount);
  }

  /** Samples between two grid points; 0 where there is no index. */
  indexStep(index: number): number {
    return this.#word(index, at.indexStep);
  }

  /** Copies the codec's four words. */
  copySetup(index: number, setup: Uint32Array): void {
    for (let part = 0; part < setup.length; part++) {
      setup[part] = this.#word(index, at.setup + part);
    }
  }

  /** Number of channels, interleaved. */
  channels(index: number): number {
    return this.#byte(index, at.channels);
  }

  /** What the audio decodes to: 0 is int16, 1 float32, 2 int32. */
  dtypeCode(index: number): number {
    return this.#byte(index, at.dtypeCode);
  }

  /** For a record of tracks: whether it has the track with this number. */
  hasTrack(index: number, track: number): boolean {
    const bits = this.#word(index, at.tracks + (track >>> 5));
    return (bits >>> (track & 31) & 1) === 1;
  }

  /** Whether the unused members are zero, as in a valid file. */
  isPadded(index: number): boolean {
    const words = at.pad >>> 2;
    return this.#word(index, words) >>> 16 === 0 && this.#word(index, words + 1) === 0;
  }

  #word(index: number, offset: number): number {
    return this.#table.page(index).words[(index & pageMask) * this.#itemWords + offset]!;
  }

  #wide(index: number, offset: number): number {
    const { words } = this.#table.page(index);
    const first = (index & pageMask) * this.#itemWords + offset;
    return uint53Of(words, first);
  }

  #byte(index: number, offset: number): number {
    return this.#table.page(index).bytes[(index & pageMask) * this.#itemWords * 4 + offset]!;
  }
}
