/** How tokens are stored: each as a uint16, or each in only as many bits as the vocabulary needs. */
export const tokenPackings = ["none", "bits"] as const;

/** One of {@link tokenPackings}. */
export type TokenPacking = (typeof tokenPackings)[number];

/** Bits per stored token: 16, or as many as the largest token needs, at least one. */
export function tokenBits(
  { vocabSize, packing }: { readonly vocabSize: number; readonly packing: TokenPacking },
): number {
  return packing === "none" ? 16 : Math.max(1, Math.ceil(Math.log2(vocabSize)));
}

/** Bytes that a codebook's `frames` tokens of `bits` bits take: whole bytes for each codebook. */
export function codebookBytes(frames: number, bits: number): number {
  // Not with shifts: frames may be up to 2^32 - 1.
  return bits === 16 ? frames * 2 : Math.ceil(frames * bits / 8);
}
