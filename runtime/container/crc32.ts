import { host } from "../../hosts/mod.ts";
import { dspKernels } from "../../kernels/dsp_kernels.ts";

/**
 * CRC-32 as zlib computes it (polynomial 0xEDB88320, reflected), an unsigned 32-bit integer.
 *
 * @param initial the CRC of the preceding bytes, to continue from.
 */
export const crc32: (bytes: Uint8Array, initial?: number) => number =
  // The host's own uses the processor's carry-less multiplication, which WebAssembly doesn't have.
  host.crc32 ?? kernelCrc32;

/** The fallback for browsers and old hosts. */
export function kernelCrc32(bytes: Uint8Array, initial = 0): number {
  const kernels = dspKernels();
  const staging = Math.min(bytes.length, 65_536);
  const offset = kernels.allocate(staging);
  let crc = initial;
  for (let start = 0; start < bytes.length; start += staging) {
    const piece = bytes.subarray(start, start + staging);
    kernels.bytes().set(piece, offset);
    crc = kernels.crc32(offset, piece.length, crc);
  }
  kernels.free(offset, staging);
  return crc;
}
