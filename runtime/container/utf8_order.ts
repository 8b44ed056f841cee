/**
 * Compares two texts by their UTF-8 bytes, as the file sorts them: negative where `one` comes first.
 * That is the order of code points; a comparison of UTF-16, which strings have by themselves, puts
 * characters after U+FFFF before those from U+E000 on.
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

/** Surrogates stand for the characters after U+FFFF, and so come last. */
function rankOf(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit > 0xdfff ? unit - 0x800 : unit + 0x2000;
}
