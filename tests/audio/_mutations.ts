/** Damage that is the same in every run. */
import assert from "node:assert/strict";
import { AudioInputError } from "../../errors/mod.ts";
import { type ByteSource, InputDecoder } from "../../kernels/input.ts";

/** A generator of numbers below a bound: xorshift, so that failures can be repeated. */
export function randomBelow(seed: number): (bound: number) => number {
  let state = seed >>> 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

/** A copy with one to eight places flipped, overwritten, removed, repeated, or cut off. */
export function damage(file: Uint8Array, below: (bound: number) => number): Uint8Array {
  let bytes = file.slice();
  for (let turn = 1 + below(8); turn > 0 && bytes.length > 0; turn--) {
    const at = below(bytes.length);
    const length = 1 + below(16);
    switch (below(16)) {
      case 0:
        bytes = bytes.slice(0, at);
        break;
      case 1:
        bytes = Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + length));
        break;
      case 2:
        bytes = Uint8Array.of(...bytes.subarray(0, at + length), ...bytes.subarray(at));
        break;
      case 3:
        bytes.fill(below(2) * 255, at, at + length);
        break;
      case 4:
      case 5:
      case 6:
      case 7:
        bytes[at] = below(256);
        break;
      default:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
    }
  }
  return bytes;
}

/** The result for a file: the bytes of its samples, or the code of the refusal. */
export type Outcome = Uint8Array | string;

/**
 * Decodes from memory. Fails on a crash, on unbounded reads, and when more than `maxBytes` come
 * out.
 */
export function attempt(file: Uint8Array, name: string, maxBytes: number): Outcome {
  let bytesRead = 0;
  const source: ByteSource = {
    size: file.length,
    readAt(position, buffer) {
      const piece = file.subarray(position, position + buffer.length);
      bytesRead += piece.length;
      assert.ok(bytesRead < 64 * (file.length + 4096), "no file is read over and over");
      buffer.set(piece);
      return piece.length;
    },
  };
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    using decoder = new InputDecoder(source, name);
    assert.ok(decoder.channels >= 1 && decoder.channels <= 255);
    for (let piece = decoder.next(); piece !== undefined; piece = decoder.next()) {
      pieces.push(piece.slice());
      length += piece.length;
      assert.ok(length <= maxBytes, "no more comes out than there can be");
    }
  } catch (error) {
    assert.ok(error instanceof AudioInputError, String(error));
    assert.notEqual(error.code, "decoder-crashed", error.message);
    assert.notEqual(error.code, "decoder-failed", error.message);
    return error.code;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
