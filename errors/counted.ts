/** A count and its noun, as messages have them: `1 record`, `2 records`. */
export function counted(count: number | bigint, noun: string): string {
  return `${count} ${noun}${Number(count) === 1 ? "" : "s"}`;
}
