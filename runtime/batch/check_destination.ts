import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import type { WaveformDtype } from "../../schema/mod.ts";
import { sampleArrays, type StoredSamples } from "./stored_samples.ts";

/** An array that a window is to be decoded to. */
type Destination = ArrayBufferView & { readonly length: number };

/** What an array should have been able to hold. */
export interface DestinationFacts {
  /** What is decoded, such as `int16 samples`. */
  readonly values: string;
  /** How much of it, such as `12 samples of 2 channels`. */
  readonly amount: string;
  /** Elements that it takes. */
  readonly length: number;
  /** Whether the array has one of {@link types}. */
  readonly hasType: boolean;
  /** The array types that it can be decoded to. */
  readonly types: readonly { readonly name: string }[];
  /** The types in words; default: `an array of type …`. */
  readonly expected?: string;
}

/** The error for an array that a window can't be decoded to: it has another type, or is too small. */
export function destinationError(
  out: Destination,
  { values, amount, length, hasType, types, expected }: DestinationFacts,
): UsageError {
  if (hasType) {
    return new UsageError(
      `Cannot decode ${amount} into an array of ${counted(out.length, "element")}`,
      {
        code: "destination-too-small",
        found: out.length,
        wanted: length,
      },
    );
  }
  const found = Object.prototype.toString.call(out).slice(8, -1);
  const wanted = types.map(({ name }) => name).join(" or ");
  return new UsageError(
    `Cannot decode ${values} into ${found}: expected ${expected ?? `an array of type ${wanted}`}`,
    { code: "destination-type", found, wanted },
  );
}

/**
 * Refuses an array that a window of samples can't be decoded to.
 *
 * @param toFloat whether the samples can be decoded to float32, too.
 * @throws {UsageError} `"destination-type"` or `"destination-too-small"`.
 */
export function checkSamples(
  out: StoredSamples,
  { count, channels, dtype, toFloat = false }: {
    readonly count: number;
    readonly channels: number;
    readonly dtype: WaveformDtype;
    readonly toFloat?: boolean;
  },
): void {
  const own = sampleArrays[dtype];
  const hasType = out instanceof own || (toFloat && out instanceof Float32Array);
  const length = count * channels;
  if (hasType && out.length >= length) return;
  throw destinationError(out, {
    values: `${dtype} samples`,
    amount: `${counted(count, "sample")} of ${counted(channels, "channel")}`,
    length,
    hasType,
    types: toFloat ? [own, Float32Array] : [own],
  });
}
