/** How recordings are cut into chunks, in samples. */
export interface ChunkGrid {
  /** Samples of a chunk. */
  readonly chunkSamples: number;
  /** Samples from the beginning of a chunk to that of the next. */
  readonly hopSamples: number;
}

/** The grid that a schema says in seconds, rounded to whole samples. */
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
 * The chunks of a recording: as few as have all of its samples, or all but those that lie between
 * two. Only the last one may reach past the end; an empty recording has none.
 */
export function chunksOf(samples: number, { chunkSamples, hopSamples }: ChunkGrid): number {
  if (samples === 0) return 0;
  const first = Math.max(chunkSamples, hopSamples);
  return 1 + Math.max(0, Math.ceil((samples - first) / hopSamples));
}
