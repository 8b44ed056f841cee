import type { AfdFile } from "../container/afd_file.ts";
import { blockBytes } from "../container/constants.ts";
import { crc32 } from "../container/crc32.ts";
import { Block } from "../storage/block.ts";
import { BlockSet } from "./block_set.ts";
import type { Findings } from "./findings.ts";

/** Blocks read at a time. */
const stride = 16;

/** Number of blocks whose checksums fill one 64 KiB part of the checksum table. */
const partBlocks = blockBytes / 4;

/**
 * Compares every block with its checksum, and every part of the checksum table with the
 * directory's checksum of it.
 *
 * @param onBytes called with the bytes done so far.
 * @returns the blocks that fail.
 */
export function scanBlocks(
  file: AfdFile,
  { findings, onBytes }: { findings: Findings; onBytes: (done: number) => void },
): BlockSet {
  const { checksumOffset, checksumsOfChecksums } = file.directory;
  const count = Math.ceil(checksumOffset / blockBytes);
  const damaged = new BlockSet(count);
  const reader = new SumReader(file, onBytes);
  for (let first = 0; first < count; first += partBlocks) {
    const length = Math.min(partBlocks, count - first) * 4;
    const stored = file.storage.view(checksumOffset + first * 4, length);
    const computed = reader.sums(first, length / 4);
    const wanted = checksumsOfChecksums[first / partBlocks];
    const tableHolds = crc32(stored) === wanted;
    if (!tableHolds) {
      findings.ofFile("checksum-table");
      // The blocks themselves may be sound: then their checksums are what the table held.
      if (crc32(computed) === wanted) continue;
    }
    for (let block = 0; block < length / 4; block++) {
      if (differs(stored, computed, block * 4)) damaged.add(first + block);
    }
  }
  return damaged;
}

/** Computes block checksums, reading several blocks at a time into memory of its own. */
class SumReader {
  readonly #file: AfdFile;
  readonly #onBytes: (done: number) => void;
  readonly #block = Block.allocate(stride * blockBytes);

  constructor(file: AfdFile, onBytes: (done: number) => void) {
    this.#file = file;
    this.#onBytes = onBytes;
  }

  /** The checksums of `count` blocks, as the file keeps them. */
  sums(first: number, count: number): Uint8Array {
    const sums = new DataView(new ArrayBuffer(count * 4));
    const end = this.#file.directory.checksumOffset;
    for (let done = 0; done < count; done += stride) {
      const start = (first + done) * blockBytes;
      const length = Math.min(Math.min(stride, count - done) * blockBytes, end - start);
      this.#file.storage.copy(start, length, this.#block, 0);
      for (let at = 0; at < length; at += blockBytes) {
        const bytes = this.#block.bytes.subarray(at, Math.min(at + blockBytes, length));
        sums.setUint32((done + at / blockBytes) * 4, crc32(bytes), true);
      }
      this.#onBytes(start + length);
    }
    return new Uint8Array(sums.buffer);
  }
}

function differs(a: Uint8Array, b: Uint8Array, at: number): boolean {
  return a[at] !== b[at] || a[at + 1] !== b[at + 1] || a[at + 2] !== b[at + 2] ||
    a[at + 3] !== b[at + 3];
}
