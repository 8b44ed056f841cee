import { checkOption } from "../../../errors/check_options.ts";
import { UsageError } from "../../../errors/mod.ts";
import { integerBetween } from "../../../errors/option_rule.ts";

/** The types that tokens can have in a batch. */
export const tokenDtypes: readonly TokenDtype[] = ["uint16", "int32", "int64"];

/** The type of a batch's tokens. */
export type TokenDtype = "uint16" | "int32" | "int64";

/** The array types of tokens. */
export type TokenValues = Uint16Array | Int32Array | BigInt64Array;

/** The array type of each dtype. */
export const tokenArrays = {
  uint16: Uint16Array,
  int32: Int32Array,
  int64: BigInt64Array,
} as const;

/** Bytes per token in a batch. */
export type TokenWidth = 2 | 4 | 8;

/** Bytes per token for each dtype. */
export const tokenWidths = { uint16: 2, int32: 4, int64: 8 } as const;

const ranges = {
  uint16: integerBetween(0, 0xffff),
  int32: integerBetween(-0x8000_0000, 0x7fff_ffff),
  int64: integerBetween(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
} as const;

/** A padding or special token as two words: small integers, which V8 allocates no objects for. */
export class TokenElement {
  /** The low 32 bits, signed. */
  readonly low: number;
  /** The high 32 bits of 64, signed. */
  readonly high: number;

  /** @throws {UsageError} unless `dtype` can hold `value`. */
  constructor(value: number, { name, dtype }: { name: string; dtype: TokenDtype }) {
    checkOption(name, value, {
      rule: ranges[dtype],
      errors: {
        wrong: (name, value, { wanted }) =>
          new UsageError(
            `Cannot allocate a batch: ${name} is ${String(value)}, which ${dtype} can't hold`,
            {
              code: "invalid-option",
              found: String(value),
              wanted,
              hint: dtype === "uint16" ? 'use dtype: "int32" or "int64"' : undefined,
            },
          ),
      },
    });
    const bits = BigInt(value);
    this.low = Number(BigInt.asIntN(32, bits));
    this.high = Number(BigInt.asIntN(32, bits >> 32n));
  }
}
