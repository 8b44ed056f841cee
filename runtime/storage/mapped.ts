import { Block } from "./block.ts";
import type { MappingLoan } from "./borrowed_mapping.ts";
import type { MemoryMapper } from "../../hosts/mod.ts";
import { MappedBytes } from "./mapped_bytes.ts";
import { type MappedPlace, MappedRange } from "./mapped_range.ts";
import { PositionedStorage } from "./positioned.ts";

/**
 * A file that this thread mapped, in one range with others.
 *
 * Truncating a mapped file from outside kills the process; positioned reads are the alternative.
 */
export class MappedStorage extends MappedBytes {
  readonly name: string;
  readonly size: number;
  readonly range: MappedRange;
  protected readonly start: number;
  protected readonly copyInto: (offset: number, target: Uint8Array<ArrayBuffer>) => void;
  protected all: Uint8Array<ArrayBuffer>;
  protected bytes: Uint8Array<ArrayBuffer>;
  readonly #place: MappedPlace;

  /**
   * @param range where to map the file; by default, a range that has room.
   * @throws {FileError} when the file can't be opened.
   * @throws {Error} when the system refuses to map it, or there is no room for it.
   */
  constructor(path: string, mapper: MemoryMapper, range?: MappedRange) {
    super();
    using file = new PositionedStorage(path);
    this.name = path;
    this.size = file.size;
    this.range = range ?? MappedRange.for(mapper, file.size);
    let place: MappedPlace | undefined;
    file.withDescriptor((fd) => place = this.range.mapFile(file.size, fd));
    if (place === undefined) throw new Error(`There is no room for "${path}" in the range`);
    this.all = this.range.all;
    this.start = place.start;
    this.bytes = place.bytes;
    this.#place = place;
    this.copyInto = mapper.copier(this.range.address + BigInt(place.start));
  }

  lend(): MappingLoan {
    const { name, range, size, start } = this;
    const { address, byteLength } = range;
    return {
      range: { address, byteLength, start, name, size },
      owner: range,
      giveBack: this.#place.hold(),
    };
  }

  allocate(byteLength: number): Block {
    // After closing, the range may have been given back to the system.
    const block = this.all.length === 0 ? undefined : this.range.allocate(byteLength);
    return block ?? Block.allocate(byteLength);
  }

  [Symbol.dispose](): void {
    if (this.all.length === 0) return;
    // A view used after this is empty, instead of showing what lies there now.
    this.all = new Uint8Array(0);
    this.bytes = new Uint8Array(0);
    this.#place.release();
  }
}
