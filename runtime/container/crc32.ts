import { host } from "../../hosts/mod.ts";

/**
 * CRC-32 as zlib computes it (polynomial 0xEDB88320, reflected), an unsigned 32-bit integer.
 *
 * @param initial the CRC of the preceding bytes, to continue from.
 */
export const crc32: (bytes: Uint8Array, initial?: number) => number =
  // The host's own uses the processor's carry-less multiplication, which WebAssembly doesn't have.
  host.crc32 ?? plainCrc32;

/** `tables[256 * k + b]`: what byte `b` contributes when `k` more bytes follow it in the step. */
let tables: Int32Array | undefined;

/**
 * The fallback for browsers and old hosts: sixteen bytes per step, as fast as the same in
 * WebAssembly, which reading PCM would have to load for it.
 */
export function plainCrc32(bytes: Uint8Array, initial = 0): number {
  const t = tables ??= makeTables();
  const { length } = bytes;
  let crc = ~initial;
  let at = 0;
  // Words are read where memory is aligned.
  const lead = -bytes.byteOffset & 3;
  const steps = length < lead ? 0 : (length - lead) >>> 4;
  if (steps > 0) { for (; at < lead; at++) crc = t[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8); }
  const start = steps > 0 ? bytes.byteOffset + lead : 0;
  const words = new Int32Array(bytes.buffer, start, steps * 4);
  for (let word = 0; word < words.length; word += 4) {
    const a = words[word]! ^ crc;
    const b = words[word + 1]!;
    const c = words[word + 2]!;
    const d = words[word + 3]!;
    crc = t[3840 + (a & 255)]! ^ t[3584 + (a >>> 8 & 255)]! ^
      t[3328 + (a >>> 16 & 255)]! ^ t[3072 + (a >>> 24)]! ^
      t[2816 + (b & 255)]! ^ t[2560 + (b >>> 8 & 255)]! ^
      t[2304 + (b >>> 16 & 255)]! ^ t[2048 + (b >>> 24)]! ^
      t[1792 + (c & 255)]! ^ t[1536 + (c >>> 8 & 255)]! ^
      t[1280 + (c >>> 16 & 255)]! ^ t[1024 + (c >>> 24)]! ^
      t[768 + (d & 255)]! ^ t[512 + (d >>> 8 & 255)]! ^
      t[256 + (d >>> 16 & 255)]! ^ t[d >>> 24]!;
  }
  for (at += steps * 16; at < length; at++) crc = t[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function makeTables(): Int32Array {
  const made = new Int32Array(16 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : crc >>> 1 ^ 0xEDB88320;
    made[byte] = crc;
  }
  for (let at = 256; at < made.length; at++) {
    const before = made[at - 256]!;
    made[at] = (before >>> 8) ^ made[before & 255]!;
  }
  return made;
}
