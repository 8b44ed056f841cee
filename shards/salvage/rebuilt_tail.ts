import { type DatasetIr, fieldKind, lookupForm } from "../../schema/mod.ts";
import { aligned, blockBytes, preambleBytes } from "../../runtime/container/constants.ts";
import { crc32 } from "../../runtime/container/crc32.ts";
import { encodePreamble, neededMinor } from "../../runtime/container/preamble.ts";
import type { Provenance } from "../../runtime/container/provenance.ts";
import { type EndingOutput, writeEnding } from "../../runtime/output/write_ending.ts";
import type { Storage } from "../../runtime/storage/storage.ts";
import type { Patch } from "./salvage_storage.ts";

/** What must be known of a file to find everything in it. */
export interface KnownFile {
  readonly ir: DatasetIr;
  readonly recordCount: number;
  /** Where its last payload ends. */
  readonly payloadEnd: number;
  readonly provenance: Provenance;
}

/** A file's beginning and end as they should be. */
export interface RebuiltTail {
  readonly patches: readonly Patch[];
  /** Bytes that the file should have. */
  readonly size: number;
}

/**
 * Whether a file reaches to the end of its tables, if they lie where the format puts them. What is known
 * of a file may be wrong, so nothing is allocated for it before.
 */
export function hasTables(
  { size }: Storage,
  { ir, recordCount, payloadEnd }: Omit<KnownFile, "provenance">,
): boolean {
  if (payloadEnd < preambleBytes || recordCount < 0) return false;
  const end = ir.fields.reduce(
    (at, { kind }) => aligned(at) + recordCount * fieldKind(kind)!.layout.itemSize,
    payloadEnd,
  );
  return end <= size;
}

/** Totals aren't known before the records are read, and nothing of salvaging asks for them. */
const noTotals = { maxWidth: 0, totalBytes: 0, maxBytes: 0, totalLength: 0, maxLength: 0 };

/**
 * Makes the beginning and the end of a file from what is known of it: everything lies where the format
 * puts it. The checksums of blocks are those of the file, as far as it reaches.
 *
 * @returns nothing if it ends before the checksums of its blocks, or its categories can't be found.
 */
export function rebuildTail(storage: Storage, known: KnownFile): RebuiltTail | undefined {
  const { ir, recordCount, payloadEnd, provenance } = known;
  if (!hasTables(storage, known)) return undefined;
  const output = new SkippingOutput(storage, payloadEnd);
  const origins = Object.keys(provenance).length === 0 ? undefined : provenance;
  let isKnown = true;
  const columns = ir.fields.map((field) => {
    const kind = fieldKind(field.kind)!;
    const form = lookupForm(field);
    const { itemSize } = kind.layout;
    let table = 0;
    return {
      typeId: kind.typeId,
      itemSize,
      config: kind.toBinary(kind.resolve(field.options)),
      totals: noTotals,
      table: {
        drain: () => {
          table = output.position;
          output.skip(recordCount * itemSize);
        },
      },
      lookup: form && new SkippedLookup(() => {
        if (form === "keys") return { entries: recordCount, byteLength: recordCount * 12 };
        const found = categoriesAt(storage, { table, recordCount, position: output.position });
        isKnown &&= found !== undefined;
        return found ?? { entries: 0, byteLength: 4 };
      }, output),
    };
  });
  writeEnding(output, { ir, columns, recordCount, payloadEnd, provenance: origins });
  const end = output.end();
  if (!isKnown || end.position >= storage.size) return undefined;
  const preamble = { position: 0, bytes: encodePreamble(neededMinor(ir, origins)) };
  return {
    patches: [preamble, end],
    size: output.position,
  };
}

interface LookupSize {
  readonly entries: number;
  readonly byteLength: number;
}

/** A lookup part of which only the place and the size are known. */
class SkippedLookup {
  entries = 0;
  readonly #measure: () => LookupSize;
  readonly #output: SkippingOutput;

  constructor(measure: () => LookupSize, output: SkippingOutput) {
    this.#measure = measure;
    this.#output = output;
  }

  drain(): void {
    const { entries, byteLength } = this.#measure();
    this.entries = entries;
    this.#output.skip(byteLength);
  }
}

/**
 * The size of a field's categories: each of them belongs to a record, so the largest number says how
 * many there are, and the last offset where their strings end.
 */
function categoriesAt(
  storage: Storage,
  { table, recordCount, position }: { table: number; recordCount: number; position: number },
): LookupSize | undefined {
  let entries = 0;
  const pieceRecords = 65_536;
  for (let first = 0; first < recordCount; first += pieceRecords) {
    const count = Math.min(pieceRecords, recordCount - first);
    if (table + (first + count) * 4 > storage.size) return undefined;
    const numbers = viewOf(storage.view(table + first * 4, count * 4));
    for (let row = 0; row < count; row++) {
      entries = Math.max(entries, numbers.getUint32(row * 4, true) + 1);
    }
  }
  const lastOffset = position + entries * 4;
  if (entries > recordCount || lastOffset + 4 > storage.size) return undefined;
  const end = viewOf(storage.view(lastOffset, 4)).getUint32(0, true);
  return { entries, byteLength: 8 * entries + 4 + end };
}

/** Counts what a writer writes, and keeps it from the checksums of blocks on. */
class SkippingOutput implements EndingOutput {
  readonly path: string;
  position: number;
  readonly #storage: Storage;
  readonly #parts: Uint8Array[] = [];
  #start: number | undefined;

  constructor(storage: Storage, payloadEnd: number) {
    this.path = storage.name;
    this.#storage = storage;
    this.position = payloadEnd;
  }

  skip(bytes: number): void {
    this.position += bytes;
  }

  write(bytes: Uint8Array): void {
    this.position += bytes.length;
    this.#parts.push(bytes.slice());
  }

  pad(multiple: number): void {
    const rest = (multiple - this.position % multiple) % multiple;
    this.position += rest;
    if (this.#start !== undefined) this.#parts.push(new Uint8Array(rest));
  }

  /** The checksums that the file has; where it was cut off, none that any block could have. */
  blockChecksums(): Uint32Array<ArrayBuffer> {
    const start = this.#start = this.position;
    const sums = new Uint32Array(Math.ceil(start / blockBytes));
    const there = Math.min(sums.length, Math.max(0, Math.floor((this.#storage.size - start) / 4)));
    if (there > 0) {
      const stored = viewOf(this.#storage.view(start, there * 4));
      for (let block = 0; block < there; block++) sums[block] = stored.getUint32(block * 4, true);
    }
    for (let block = there; block < sums.length; block++) {
      sums[block] = this.#wrongSum(block, start);
    }
    return sums;
  }

  /** Everything from the checksums of blocks on. */
  end(): Patch {
    const position = this.#start!;
    const bytes = new Uint8Array(this.position - position);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { position, bytes };
  }

  /** A checksum that the bytes of a block don't have. */
  #wrongSum(block: number, end: number): number {
    const from = block * blockBytes;
    const length = Math.min(blockBytes, end - from, Math.max(0, this.#storage.size - from));
    return length === 0 ? 1 : ~crc32(this.#storage.view(from, length)) >>> 0;
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
