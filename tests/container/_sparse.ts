import { aligned, blockBytes, preambleBytes } from "../../runtime/container/constants.ts";
import { crc32 } from "../../runtime/container/crc32.ts";
import { encodeDirectory } from "../../runtime/container/directory.ts";
import { encodePreamble } from "../../runtime/container/preamble.ts";
import { encodeTrailer } from "../../runtime/container/trailer.ts";
import { defineDataset, field, fieldKind, irJson } from "../../schema/mod.ts";

/** A field of clips, which describes a large file in the fewest bytes. */
export const Sparse = defineDataset("Sparse", { audio: field.waveform() });

const emptyBlock = crc32(new Uint8Array(blockBytes));

/**
 * Writes a file of clips whose silent ones are holes that take no disk space. The silent blocks'
 * checksums are known without reading them.
 */
export function writeSparse(path: string, clips: readonly (Int16Array | number)[]): void {
  using file = Deno.openSync(path, { create: true, write: true, read: true });
  const written = new Set<number>();
  const put = (position: number, bytes: Uint8Array) => {
    file.seekSync(position, Deno.SeekMode.Start);
    for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
    const last = Math.floor((position + bytes.length - 1) / blockBytes);
    for (let block = Math.floor(position / blockBytes); block <= last; block++) written.add(block);
  };
  put(0, encodePreamble());
  const table = new DataView(new ArrayBuffer(clips.length * 24));
  const totals = { maxWidth: 1, totalBytes: 0, maxBytes: 0, totalLength: 0, maxLength: 0 };
  let payloadEnd = preambleBytes;
  clips.forEach((clip, record) => {
    const samples = typeof clip === "number" ? clip : clip.length;
    const position = aligned(payloadEnd);
    if (typeof clip !== "number") put(position, new Uint8Array(clip.buffer));
    payloadEnd = position + samples * 2;
    table.setBigUint64(record * 24, BigInt(position), true);
    table.setUint32(record * 24 + 8, samples, true);
    table.setUint32(record * 24 + 12, Math.floor(samples * 1000 / 16_000), true);
    table.setUint32(record * 24 + 16, 16_000, true);
    table.setUint8(record * 24 + 20, 1);
    totals.totalBytes += samples * 2;
    totals.maxBytes = Math.max(totals.maxBytes, samples * 2);
    totals.totalLength += samples;
    totals.maxLength = Math.max(totals.maxLength, samples);
  });
  const tableOffset = aligned(payloadEnd);
  put(tableOffset, new Uint8Array(table.buffer));
  const checksumOffset = aligned(tableOffset + table.byteLength);
  file.truncateSync(checksumOffset);
  const sums = blockSums(file, checksumOffset, written);
  put(checksumOffset, sums);

  const tailOffset = aligned(checksumOffset + sums.length);
  const ir = new TextEncoder().encode(irJson(Sparse.ir));
  const configOffset = roundUp(tailOffset + ir.length);
  const kind = fieldKind("waveform")!;
  const config = kind.toBinary(kind.resolve({}));
  const directoryOffset = roundUp(configOffset + config.length);
  const directory = encodeDirectory({
    recordCount: clips.length,
    fingerprint: Uint8Array.from(Sparse.fingerprint.match(/../g)!, (pair) => parseInt(pair, 16)),
    payloadEnd,
    checksumOffset,
    irOffset: tailOffset,
    irLength: ir.length,
    provenanceOffset: 0,
    provenanceLength: 0,
    fields: [{
      typeId: 20,
      itemSize: 24,
      tableOffset,
      configOffset,
      configLength: config.length,
      totals,
    }],
    lookups: [],
    checksumsOfChecksums: Array.from(
      { length: Math.ceil(sums.length / blockBytes) },
      (_, part) => crc32(sums.subarray(part * blockBytes, (part + 1) * blockBytes)),
    ),
  });
  const tail = new Uint8Array(aligned(directoryOffset + directory.length) - tailOffset);
  tail.set(ir);
  tail.set(config, configOffset - tailOffset);
  tail.set(directory, directoryOffset - tailOffset);
  put(tailOffset, tail);
  put(
    tailOffset + tail.length,
    encodeTrailer({
      fileLength: tailOffset + tail.length + 64,
      tailOffset,
      directoryOffset,
      directoryLength: directory.length,
      tailChecksum: crc32(tail),
    }),
  );
}

/** Reads the blocks that were written; the others are known. */
function blockSums(file: Deno.FsFile, end: number, written: ReadonlySet<number>): Uint8Array {
  const count = Math.ceil(end / blockBytes);
  const sums = new DataView(new ArrayBuffer(count * 4));
  for (let block = 0; block < count; block++) sums.setUint32(block * 4, emptyBlock, true);
  for (const block of [...written, count - 1]) {
    const bytes = new Uint8Array(Math.min(blockBytes, end - block * blockBytes));
    file.seekSync(block * blockBytes, Deno.SeekMode.Start);
    for (let done = 0; done < bytes.length;) done += file.readSync(bytes.subarray(done)) ?? 0;
    sums.setUint32(block * 4, crc32(bytes), true);
  }
  return new Uint8Array(sums.buffer);
}

function roundUp(position: number): number {
  return Math.ceil(position / 8) * 8;
}
