import type { CodecUnits } from "../../../../kernels/codecs.ts";
import { indexEntryBytes } from "../../../../schema/mod.ts";
import { getUint53, setUint53 } from "../../../container/uint53.ts";

/**
 * Bytes per entry: where the unit lies (u64), how far into it the point is (u32), and its bytes
 * (u32).
 */
export const entryBytes: number = indexEntryBytes;

/**
 * The index of one track while it is written: for each point of a fixed grid of samples, the unit
 * that holds it. A point takes 16 bytes, so a twenty-hour recording takes 14 MB of memory.
 */
export class GridIndex {
  readonly #step: number;
  #entries = new DataView(new ArrayBuffer(64 * entryBytes));
  #count = 0;
  #samples = 0;
  #byteLength = 0;

  /** @param step samples between two points. */
  constructor(step: number) {
    this.#step = step;
  }

  /** Samples between two points. */
  get step(): number {
    return this.#step;
  }

  /** Points so far. */
  get count(): number {
    return this.#count;
  }

  /** Samples per channel of all units so far. */
  get samples(): number {
    return this.#samples;
  }

  /** Bytes of all units so far. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Adds the units that follow. */
  add({ count, bytes, samples }: CodecUnits): void {
    for (let unit = 0; unit < count; unit++) this.#addUnit(bytes[unit]!, samples[unit]!);
  }

  /**
   * Writes an entry, or the one after the last, which says where the stream ends.
   *
   * @param offset where the stream begins, relative to the start of the payload.
   */
  writeEntry(
    point: number,
    { target, at, offset }: { target: DataView; at: number; offset: number },
  ): void {
    if (point === this.#count) {
      setUint53(target, at, offset + this.#byteLength);
      target.setUint32(at + 8, 0, true);
      target.setUint32(at + 12, 0, true);
      return;
    }
    const from = point * entryBytes;
    setUint53(target, at, offset + getUint53(this.#entries, from));
    target.setUint32(at + 8, this.#entries.getUint32(from + 8, true), true);
    target.setUint32(at + 12, this.#entries.getUint32(from + 12, true), true);
  }

  #addUnit(bytes: number, samples: number): void {
    const end = this.#samples + samples;
    for (let point = this.#count * this.#step; point < end; point += this.#step) {
      this.#reserve();
      const at = this.#count * entryBytes;
      setUint53(this.#entries, at, this.#byteLength);
      this.#entries.setUint32(at + 8, point - this.#samples, true);
      this.#entries.setUint32(at + 12, bytes, true);
      this.#count++;
    }
    this.#samples = end;
    this.#byteLength += bytes;
  }

  #reserve(): void {
    const { buffer } = this.#entries;
    if ((this.#count + 1) * entryBytes <= buffer.byteLength) return;
    const larger = new Uint8Array(buffer.byteLength * 2);
    larger.set(new Uint8Array(buffer));
    this.#entries = new DataView(larger.buffer);
  }
}
