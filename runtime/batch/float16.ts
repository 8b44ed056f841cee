/** The value of a float16's bits: exact. */
export function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The bits of the float16 that is nearest to a float32, ties to even; NaN keeps nothing but that. */
export function float16Bits(value: number): number {
  const magnitude = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude >= 65_520) return sign | 0x7c00;
  // Subnormal ones have steps of 2^-24; others 1,024 steps from one power of two to the next.
  let step = 2 ** -24;
  let exponent = 0;
  while (magnitude >= step * 2048) {
    step *= 2;
    exponent++;
  }
  const fraction = toEven(magnitude / step);
  // A fraction that was rounded up to the next power of two carries into the exponent.
  return sign | (exponent << 10) + fraction;
}

/** The nearest integer, ties to even. */
function toEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}
