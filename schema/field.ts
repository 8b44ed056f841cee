import type { BoolOptions } from "./fields/bool.ts";
import type { ScalarOptions } from "./fields/scalar.ts";
import type { TextOptions } from "./fields/text.ts";
import type { WaveformDtype, WaveformOptions } from "./fields/waveform.ts";
import type { AudioInput, FieldDefinition, Waveform } from "./infer.ts";

type HasDefault<O> = O extends { readonly default: unknown } ? true : false;

interface SampleArrays {
  int16: Int16Array;
  float32: Float32Array;
  int32: Int32Array;
}

type DtypeOf<O> = O extends { readonly dtype: infer D extends WaveformDtype } ? D : "int16";

type ScalarBuilder<Value> = <const O extends ScalarOptions<Value> = Record<never, never>>(
  options?: O,
) => FieldDefinition<Value, Value, HasDefault<O>>;

/** A 64-bit integer goes in as a BigInt or a safe integer, and comes out as a BigInt. */
type BigScalarBuilder = <
  const O extends ScalarOptions<bigint | number> = Record<never, never>,
>(options?: O) => FieldDefinition<bigint | number, bigint, HasDefault<O>>;

/** The schema language's field builders. */
export interface FieldBuilders {
  readonly uint8: ScalarBuilder<number>;
  readonly int8: ScalarBuilder<number>;
  readonly uint16: ScalarBuilder<number>;
  readonly int16: ScalarBuilder<number>;
  readonly uint32: ScalarBuilder<number>;
  readonly int32: ScalarBuilder<number>;
  readonly uint64: BigScalarBuilder;
  readonly int64: BigScalarBuilder;
  readonly float32: ScalarBuilder<number>;
  readonly float64: ScalarBuilder<number>;
  /** True or false. */
  readonly bool: <const O extends BoolOptions = Record<never, never>>(
    options?: O,
  ) => FieldDefinition<boolean, boolean, HasDefault<O>>;
  /** Unicode text, stored as UTF-8. */
  readonly text: <const O extends TextOptions = Record<never, never>>(
    options?: O,
  ) => FieldDefinition<string, string, HasDefault<O>>;
  /** Raw bytes. */
  readonly bytes: () => FieldDefinition<Uint8Array, Uint8Array, false>;
  /** Raw PCM; see {@link WaveformOptions} for the defaults. */
  readonly waveform: <const O extends Partial<WaveformOptions> = Record<never, never>>(
    options?: O,
  ) => FieldDefinition<AudioInput, Waveform<SampleArrays[DtypeOf<O>]>, false>;
}

/**
 * Builds the fields of a dataset; `defineDataset` checks them.
 *
 * @example
 * ```ts
 * import { field } from "./mod.ts";
 *
 * const speaker = field.uint32({ default: 0 });
 * if (speaker.kind !== "uint32") throw new Error();
 * ```
 */
export const field: FieldBuilders = Object.freeze({
  uint8: builder("uint8"),
  int8: builder("int8"),
  uint16: builder("uint16"),
  int16: builder("int16"),
  uint32: builder("uint32"),
  int32: builder("int32"),
  uint64: builder("uint64"),
  int64: builder("int64"),
  float32: builder("float32"),
  float64: builder("float64"),
  bool: builder("bool"),
  text: builder("text"),
  bytes: builder("bytes"),
  waveform: builder("waveform"),
});

/** The types are in {@link FieldBuilders}; at run time a definition is its kind and its options. */
function builder(kind: string) {
  return (options?: unknown): FieldDefinition<never, never, never> =>
    Object.freeze({ kind, options: options === undefined ? {} : options });
}
