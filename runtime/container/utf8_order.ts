/**
 * Compares two texts by their UTF-8 bytes, as the file sorts them: negative if `one` comes first. This
 * is the order of code points. JavaScript compares strings by UTF-16, which puts characters after
 * U+FFFF before the ones from U+E000 on.
 */
export function compareUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const unit = one.charCodeAt(at);
    const otherUnit = other.charCodeAt(at);
    if (unit !== otherUnit) return rankOf(unit) - rankOf(otherUnit);
  }
  return one.length - other.length;
}

/** Surrogates stand for characters after U+FFFF, and therefore come last. */
function rankOf(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit > 0xdfff ? unit - 0x800 : unit + 0x2000;
}
