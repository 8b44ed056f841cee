import { formatTable } from "./table.ts";
import { formatDuration, formatNumber } from "../../shards/shared/units.ts";

/** Clips whose length is at least `from` and less than `to` seconds. */
interface DurationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A histogram of durations for people, a line for each bin. */
export function formatDurations(seconds: readonly number[]): string {
  const bins = durationHistogram(seconds);
  const most = bins.reduce((most, { count }) => Math.max(most, count), 1);
  const rows = bins.map(({ from, to, count }) => [
    `  ${edgeText(from)}`,
    "to",
    edgeText(to),
    formatNumber(count),
    "█".repeat(Math.ceil((count / most) * 40)),
  ]);
  return formatTable(rows, { right: [0, 2, 3] });
}

/**
 * Counts clips by duration, in bins that double every second step (1, 1.5, 2, 3, 4, 6 … seconds),
 * so that one long recording doesn't squeeze all others into a single bar. From the first bin with
 * a clip to the last.
 */
function durationHistogram(seconds: readonly number[]): DurationBin[] {
  const counts = new Map<number, number>();
  for (const duration of seconds) {
    const bin = binOf(duration);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const first = Math.min(...counts.keys());
  const last = Math.max(...counts.keys());
  return Array.from({ length: last - first + 1 }, (_, step) => {
    const bin = first + step;
    return { from: edge(bin), to: edge(bin + 1), count: counts.get(bin) ?? 0 };
  });
}

/** Where a bin begins: bin 1 at ¼ s, bin 2 at ⅜ s, bin 3 at ½ s; all shorter clips are in bin 0. */
function edge(bin: number): number {
  if (bin === 0) return 0;
  const octave = 2 ** (Math.floor((bin - 1) / 2) - 2);
  return bin % 2 === 1 ? octave : octave * 1.5;
}

function binOf(seconds: number): number {
  let bin = 0;
  while (seconds >= edge(bin + 1)) bin++;
  return bin;
}

/** Plain seconds up to a minute, because the bins begin and end on simple numbers. */
function edgeText(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds);
}
