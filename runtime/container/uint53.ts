/**
 * 64-bit numbers in the file: offsets and lengths. As doubles they are exact up to 2^53; a larger
 * one is beyond the end of any file, and fails every bounds check.
 *
 * @module
 */
const upperWord = 0x1_0000_0000;

/** Writes a u64 whose value is a safe integer. */
export function setUint53(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value % upperWord, true);
  view.setUint32(offset + 4, Math.floor(value / upperWord), true);
}

/** Reads a u64. */
export function getUint53(view: DataView, offset: number): number {
  return view.getUint32(offset, true) + view.getUint32(offset + 4, true) * upperWord;
}

/**
 * Reads a u64 from the words of a metadata table: the lower word, then the upper one. In files below
 * 4 GiB, the upper one is 0, and the result stays an integer for the compiler, which is faster.
 */
export function uint53Of(words: Uint32Array, word: number): number {
  const upper = words[word + 1]!;
  return upper === 0 ? words[word]! : words[word]! + upper * upperWord;
}
