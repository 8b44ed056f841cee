import { hostProcess } from "./builtin.ts";

/**
 * Whether threads can share memory. Pages that aren't cross-origin isolated can't, and don't even have
 * the class.
 */
export function sharesMemory(): boolean {
  return typeof SharedArrayBuffer !== "undefined";
}

/** Whether memory is shared between threads. */
export function isShared(buffer: ArrayBufferLike): buffer is SharedArrayBuffer {
  return sharesMemory() && buffer instanceof SharedArrayBuffer;
}

/** New memory: shared between threads where that is possible, otherwise of this thread alone. */
export function threadMemory(byteLength: number): ArrayBufferLike {
  return sharesMemory() ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength);
}

/**
 * Bytes that a `TextDecoder` takes: browsers don't decode what lies in shared memory, so there it is
 * copied.
 */
export function decodable(bytes: Uint8Array): Uint8Array {
  return hostProcess() === undefined && isShared(bytes.buffer) ? bytes.slice() : bytes;
}
