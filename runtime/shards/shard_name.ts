/**
 * The path of a shard in its dataset's folder: its number, then the first 8 digits of its checksum, so
 * that a name is never used for other bytes.
 *
 * @param checksum SHA-256 of the shard's tail, as 64 hexadecimal digits.
 */
export function shardName(number: number, checksum: string): string {
  return `shards/${String(number).padStart(6, "0")}-${checksum.slice(0, 8)}.afd`;
}

/** The number in a shard's name; nothing if its name is of another make. */
export function shardNumber(file: string): number | undefined {
  const digits = /(?:^|\/)(\d{6,15})-[0-9a-f]{8}\.afd$/.exec(file)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether a path with forward slashes stays inside the folder that it is resolved against. */
export function isInside(path: string): boolean {
  if (path.includes("\\") || path.includes("\0") || /^[A-Za-z]:/.test(path)) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
