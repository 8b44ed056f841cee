/** How recordings are cut into chunks, in samples. */
export interface ChunkGrid {
  /** Samples in a chunk. */
  readonly chunkSamples: number;
  /** Samples from the start of one chunk to the start of the next. */
  readonly hopSamples: number;
}

/** The grid that a schema gives in seconds, rounded to whole samples. */
export function chunkGrid(
  { sampleRate, chunkSeconds, hopSeconds }: {
    sampleRate: number;
    chunkSeconds: number;
    hopSeconds: number;
  },
): ChunkGrid {
  return {
    chunkSamples: Math.round(chunkSeconds * sampleRate),
    hopSamples: Math.round(hopSeconds * sampleRate),
  };
}

/**
 * The number of chunks in a recording: the fewest that hold all of its samples, apart from those
 * that lie between two chunks. Only the last one may reach past the end; an empty recording has
 * none.
 */
export function chunksOf(samples: number, { chunkSamples, hopSamples }: ChunkGrid): number {
  if (samples === 0) return 0;
  const first = Math.max(chunkSamples, hopSamples);
  return 1 + Math.max(0, Math.ceil((samples - first) / hopSamples));
}
