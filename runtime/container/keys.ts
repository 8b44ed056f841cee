import { counted } from "../../errors/counted.ts";
import { sha256 } from "../../schema/reading.ts";
import { maxKeyBytes } from "./limits.ts";

const encoder = new TextEncoder();

/** Characters that would hide in a terminal, or end a line of a list: U+0000 to U+001F, U+007F. */
// deno-lint-ignore no-control-regex
const controls = /[\u0000-\u001f\u007f]/;

/** A key's place in the order of an index: the first 8 bytes of a SHA-256, as a u64. */
export interface KeyHash {
  /** The lower 32 bits. */
  readonly low: number;
  /** The upper 32 bits. */
  readonly high: number;
}

/**
 * A key as files hold it: in the normalisation form NFC, so that characters that are composed in
 * different ways, as file systems do, are the same key.
 */
export function normalKey(key: string): string {
  return key.normalize("NFC");
}

/** The UTF-8 of a key, which {@link keyFault} has found sound. */
export function keyBytes(key: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(key);
}

/** What is wrong with a normal key, as a clause after "it"; `undefined` where nothing is. */
export function keyFault(key: string): string | undefined {
  if (key === "") return "is empty";
  if (!key.isWellFormed()) return "has a lone surrogate";
  if (controls.test(key)) return "has a control character";
  // Three bytes for each unit at most, so that most keys needn't be encoded to be measured.
  if (key.length * 3 <= maxKeyBytes) return undefined;
  const { length } = encoder.encode(key);
  return length <= maxKeyBytes
    ? undefined
    : `has ${counted(length, "byte")}, more than ${maxKeyBytes}`;
}

/** The hash of a key's UTF-8. */
export function hashKey(bytes: Uint8Array): KeyHash {
  const digest = sha256(bytes);
  const view = new DataView(digest.buffer, digest.byteOffset, 8);
  return { low: view.getUint32(0, true), high: view.getUint32(4, true) };
}

/** Compares two hashes: negative where the first is lower. */
export function compareHashes(one: KeyHash, other: KeyHash): number {
  return one.high - other.high || one.low - other.low;
}

/** Whether two runs of bytes are the same. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
