/**
 * Whether memory is shared between threads. Pages that aren't cross-origin isolated don't have the
 * class to ask with.
 */
export function isShared(buffer: ArrayBufferLike): buffer is SharedArrayBuffer {
  return typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
}
