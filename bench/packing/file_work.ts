import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";

const blockBytes = 65_536;
const bufferBytes = 16 * blockBytes;

/** Reads files, one after another, into one buffer. */
export function readAll(paths: readonly string[]): void {
  const buffer = new Uint8Array(bufferBytes);
  for (const path of paths) {
    const file = openSync(path, "r");
    for (let at = 0, count = -1; count !== 0; at += count) {
      count = readSync(file, buffer, 0, bufferBytes, at);
    }
    closeSync(file);
  }
}

/** The first bytes of a packed file, as {@link writeAndSum} takes them. */
export function firstBytes(path: string): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(bufferBytes);
  const file = openSync(path, "r");
  readSync(file, buffer, 0, bufferBytes, 0);
  closeSync(file);
  return buffer;
}

/**
 * Writes `byteLength` bytes to a new file, a buffer again and again, and computes the checksum of
 * each block.
 */
export function writeAndSum(path: string, byteLength: number, buffer: Uint8Array): void {
  const file = openSync(path, "w");
  for (let at = 0; at < byteLength; at += bufferBytes) {
    const length = Math.min(bufferBytes, byteLength - at);
    for (let block = 0; block < length; block += blockBytes) {
      crc32(buffer.subarray(block, Math.min(block + blockBytes, length)));
    }
    writeSync(file, buffer, 0, length, at);
  }
  closeSync(file);
}
