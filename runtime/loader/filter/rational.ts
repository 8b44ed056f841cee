/** A fraction in lowest terms, at least 0; for planning, where exactness matters. */
export class Rational {
  /** The number above the line. */
  readonly numerator: bigint;
  /** The number below the line, greater than 0. */
  readonly denominator: bigint;

  /** `numerator` and `denominator` needn't be in lowest terms. */
  constructor(numerator: bigint, denominator: bigint) {
    const divisor = gcd(numerator, denominator);
    this.numerator = numerator / divisor;
    this.denominator = denominator / divisor;
  }

  /** A number as written in decimal: 0.1 is a tenth, not the double closest to it. */
  static ofDecimal(value: number): Rational {
    const [digits = "", exponent = "0"] = String(value).split("e");
    const [whole = "", fraction = ""] = digits.split(".");
    const shift = BigInt(exponent) - BigInt(fraction.length);
    const numerator = BigInt(whole + fraction);
    return shift >= 0n
      ? new Rational(numerator * 10n ** shift, 1n)
      : new Rational(numerator, 10n ** -shift);
  }

  /** The product of both. */
  times(other: Rational): Rational {
    return new Rational(
      this.numerator * other.numerator,
      this.denominator * other.denominator,
    );
  }

  /** This divided by another, which mustn't be 0. */
  over(other: Rational): Rational {
    return new Rational(
      this.numerator * other.denominator,
      this.denominator * other.numerator,
    );
  }

  /** The smallest common multiple of both, which mustn't be 0. */
  leastCommonMultiple(other: Rational): Rational {
    const numerator = this.numerator / gcd(this.numerator, other.numerator) * other.numerator;
    return new Rational(numerator, gcd(this.denominator, other.denominator));
  }

  /** The largest integer that isn't greater than this. */
  floor(): bigint {
    return this.numerator / this.denominator;
  }

  /** The smallest integer that isn't less than this. */
  ceil(): bigint {
    return (this.numerator + this.denominator - 1n) / this.denominator;
  }

  /** Whether this is an integer. */
  isInteger(): boolean {
    return this.denominator === 1n;
  }

  /** This as a double, rounded. */
  toNumber(): number {
    return Number(this.numerator) / Number(this.denominator);
  }
}

function gcd(a: bigint, b: bigint): bigint {
  while (b > 0n) [a, b] = [b, a % b];
  return a > 0n ? a : 1n;
}
