/** The most memory that is copied from; beyond this size, caches no longer help. */
const sourceBytes = 2 ** 28;

/**
 * How fast memory is copied here, in bytes per second: pieces of `pieceBytes` bytes, from random
 * places to a batch of `batchSize` of them. No reader of such records can exceed it by much.
 */
export function measureCopies(
  { pieceBytes, batchSize, fileBytes }: {
    pieceBytes: number;
    batchSize: number;
    fileBytes: number;
  },
  seconds: number,
): number {
  const piece = Math.max(1, Math.min(Math.ceil(pieceBytes), sourceBytes >> 1));
  const source = new Uint8Array(Math.max(2 * piece, Math.min(fileBytes, sourceBytes))).fill(1);
  const target = new Uint8Array(
    piece * Math.max(1, Math.min(batchSize, (sourceBytes / piece) | 0)),
  );
  const places = source.length - piece;
  let state = 1;
  let copied = 0;
  const start = performance.now();
  const until = start + seconds * 1000;
  let now = start;
  while (now < until) {
    for (let at = 0; at + piece <= target.length; at += piece) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const from = Math.floor(state / 2 ** 32 * places) & ~63;
      target.set(source.subarray(from, from + piece), at);
      copied += piece;
    }
    now = performance.now();
  }
  return copied / ((now - start) / 1000);
}
