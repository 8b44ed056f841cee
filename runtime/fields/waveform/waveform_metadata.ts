import { pageMask, type StructPage, type Table } from "../../container/table.ts";
import { uint53Of } from "../../container/uint53.ts";

/** The members of a metadata record of PCM. */
export interface WaveformMembers {
  /** Byte offset of the samples in the file. */
  dataPtr(index: number): number;
  /** Samples per channel. */
  numSamples(index: number): number;
  /** Duration in whole milliseconds, rounded down. */
  durationMs(index: number): number;
  /** Samples per second. */
  sampleRate(index: number): number;
  /** Number of channels, interleaved. */
  channels(index: number): number;
  /** The stored type: 0 is int16, 1 float32, 2 int32. */
  dtypeCode(index: number): number;
}

/** Metadata of a field of PCM with any schema: records of 24 bytes. */
export class WaveformMetadata implements WaveformMembers {
  readonly #table: Table<StructPage>;

  /** Created by the field. */
  constructor(table: Table<StructPage>) {
    this.#table = table;
  }

  dataPtr(index: number): number {
    const { words } = this.#table.page(index);
    const word = (index & pageMask) * 6;
    return uint53Of(words, word);
  }

  numSamples(index: number): number {
    return this.#table.page(index).words[(index & pageMask) * 6 + 2]!;
  }

  durationMs(index: number): number {
    return this.#table.page(index).words[(index & pageMask) * 6 + 3]!;
  }

  sampleRate(index: number): number {
    return this.#table.page(index).words[(index & pageMask) * 6 + 4]!;
  }

  channels(index: number): number {
    return this.#table.page(index).bytes[(index & pageMask) * 24 + 20]!;
  }

  dtypeCode(index: number): number {
    return this.#table.page(index).bytes[(index & pageMask) * 24 + 21]!;
  }

  /** The unused last member, zero in a valid file. */
  padding(index: number): number {
    const { bytes } = this.#table.page(index);
    const at = (index & pageMask) * 24;
    return bytes[at + 22]! + bytes[at + 23]! * 256;
  }
}
