/** The median times of two pieces of work, and the median of their ratios. */
export interface SideBySide {
  /** Seconds that the first took. */
  readonly ours: number;
  /** Seconds that the second took. */
  readonly theirs: number;
  /** How many times as fast the first is: the median of `theirs / ours` over the rounds. */
  readonly speed: number;
}

/**
 * Times two pieces of work in turns, so that a noisy neighbour disturbs both equally. The order
 * changes from round to round; one round beforehand warms up.
 */
export function sideBySide(
  ours: () => void,
  theirs: () => void,
  { rounds = 9 }: { rounds?: number } = {},
): SideBySide {
  ours();
  theirs();
  const times: { ours: number; theirs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = seconds(ours);
      times.push({ ours: first, theirs: seconds(theirs) });
    } else {
      const first = seconds(theirs);
      times.push({ theirs: first, ours: seconds(ours) });
    }
  }
  return {
    ours: median(times.map((time) => time.ours)),
    theirs: median(times.map((time) => time.theirs)),
    speed: median(times.map((time) => time.theirs / time.ours)),
  };
}

/** How long some work takes, in seconds. */
export function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}
