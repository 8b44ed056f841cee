const scales = [["TB", 1e12], ["GB", 1e9], ["MB", 1e6], ["kB", 1e3]] as const;

/** Bytes in decimal units: `320 kB`, `1.21 GB`. */
export function formatBytes(bytes: number): string {
  const scale = scales.find(([, size]) => bytes >= size);
  if (scale === undefined) return formatCount(bytes, "byte");
  return `${threeDigits(bytes / scale[1])} ${scale[0]}`;
}

/** A time span: `250 ms`, `1.25 s`, `3 min 5 s`, `12.3 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${threeDigits(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${threeDigits(seconds / 3600)} h`;
}

/** Made once: `toLocaleString` takes ten times as long. */
const grouped = new Intl.NumberFormat("en-US");

/** A whole number with thousands separated: `1,000,000`. */
export function formatNumber(value: number): string {
  return grouped.format(value);
}

/** A count and its noun: `1 record`, `2 records`. */
export function formatCount(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Three significant digits, and all digits before the point. */
function threeDigits(value: number): string {
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { maximumFractionDigits: decimals });
}
