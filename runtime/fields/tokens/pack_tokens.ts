import { codebookBytes } from "../../../schema/mod.ts";

/**
 * The stored bytes of tokens of `bits` bits. The tokens of a codebook follow one another from the
 * lowest bit of a byte upwards, padded to a whole byte with zeros; tokens of 16 bits are
 * little-endian words.
 *
 * @param tokens shape (codebooks, frames), each below 2^bits.
 */
export function packTokens(
  tokens: Uint16Array,
  { frames, bits }: { frames: number; bits: number },
): Uint8Array {
  if (bits === 16) return new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  const rowBytes = codebookBytes(frames, bits);
  const codebooks = frames === 0 ? 0 : tokens.length / frames;
  const bytes = new Uint8Array(codebooks * rowBytes);
  for (let codebook = 0; codebook < codebooks; codebook++) {
    let at = codebook * rowBytes;
    let held = 0;
    let heldBits = 0;
    for (let frame = 0; frame < frames; frame++) {
      held |= tokens[codebook * frames + frame]! << heldBits;
      for (heldBits += bits; heldBits >= 8; heldBits -= 8) {
        bytes[at++] = held;
        held >>>= 8;
      }
    }
    if (heldBits > 0) bytes[at] = held;
  }
  return bytes;
}

/** Unpacks `count` tokens of stored bytes, from bit `firstBit` on, one by one. */
export function unpackTokens(
  bytes: Uint8Array,
  { bits, firstBit, count }: { bits: number; firstBit: number; count: number },
): Uint16Array<ArrayBuffer> {
  const mask = 2 ** bits - 1;
  const tokens = new Uint16Array(count);
  for (let index = 0; index < count; index++) {
    const bit = firstBit + index * bits;
    const at = Math.floor(bit / 8);
    const word = bytes[at]! + (bytes[at + 1] ?? 0) * 0x100 + (bytes[at + 2] ?? 0) * 0x1_0000;
    tokens[index] = (word >>> (bit % 8)) & mask;
  }
  return tokens;
}

/** Whether the bits after a codebook's last token are zero, as they must be. */
export function isPaddedWithZeros(
  bytes: Uint8Array,
  { frames, bits }: { frames: number; bits: number },
): boolean {
  const used = (frames * bits) % 8;
  return used === 0 || (bytes.at(-1)! >>> used) === 0;
}
