/**
 * Mixes 32 bits so that each input bit changes about half of the output bits: Chris Wellons'
 * `lowbias32`, two multiplications and three shifts, bijective.
 */
export function mix(bits: number): number {
  let x = bits;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

/** 32 bits that depend on several integers up to 2⁵³ − 1 and on their order. */
export function mixAll(...values: readonly number[]): number {
  let bits = 0x9e3779b9;
  for (const value of values) {
    bits = mix(bits ^ (value >>> 0)) + 0x9e3779b9;
    bits = mix(bits ^ Math.floor(value / 0x1_0000_0000)) + 0x9e3779b9;
  }
  return bits | 0;
}
