import { scalarFacts, scalarTypes } from "../facts/basic.ts";
import type { JsonObject } from "../language/json.ts";
import type { FieldKind } from "../language/kind.ts";
import { OptionReader } from "../language/options.ts";

/** The options of a scalar field. */
export interface ScalarOptions<Value> {
  /** Stored for records that leave the field out; without a default, they are refused. */
  readonly default?: Value;
}

/** The options of a scalar field as the IR keeps them: 64-bit integers as decimal text. */
export interface ScalarParameters {
  /** The default of {@link ScalarOptions}, rounded to the field's precision. */
  readonly default?: number | string;
}

export { scalarTypes };

/** The smallest and largest value of each integer type. */
export const integerRange: Readonly<Record<string, readonly [bigint, bigint]>> = {
  uint8: [0n, 255n],
  int8: [-128n, 127n],
  uint16: [0n, 65_535n],
  int16: [-32_768n, 32_767n],
  uint32: [0n, 4_294_967_295n],
  int32: [-2_147_483_648n, 2_147_483_647n],
  uint64: [0n, 18_446_744_073_709_551_615n],
  int64: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
};

/** One number per record, in the metadata table itself. */
export const scalarKinds: readonly FieldKind<ScalarParameters>[] = scalarTypes.map(scalarKind);

function scalarKind(
  type: (typeof scalarTypes)[number],
  index: number,
): FieldKind<ScalarParameters> {
  return {
    ...scalarFacts[index]!,
    canonicalize(options, path): JsonObject {
      const reader = new OptionReader(options, { path, known: ["default"] });
      const value = reader.raw("default");
      if (value === undefined) return {};
      const range = integerRange[type];
      if (range === undefined) {
        // JSON has no NaN or infinity, and a default that `inspect` can't show helps nobody.
        const stored = type === "float32" ? Math.fround(value as number) : value;
        if (typeof value !== "number" || !Number.isFinite(stored)) {
          const bounds = type === "float32" ? " within float32's range" : "";
          throw reader.wrong("default", `a finite number${bounds}`);
        }
        // Nor does JSON have a negative zero: adding 0 makes it the zero that files hold.
        return { default: stored as number + 0 };
      }
      const [min, max] = range;
      const isInteger = typeof value === "bigint" || Number.isSafeInteger(value);
      if (!isInteger || BigInt(value as number) < min || BigInt(value as number) > max) {
        throw reader.wrong("default", `an integer from ${min} to ${max}`);
      }
      const is64Bit = type === "uint64" || type === "int64";
      return { default: is64Bit ? String(value) : Number(value) + 0 };
    },
    toBinary: () => new Uint8Array(0),
    fromBinary: () => ({}),
  };
}
