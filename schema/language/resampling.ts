import type { JsonObject, JsonValue } from "./json.ts";
import { OptionReader, withoutDefaults } from "./options.ts";

/** torchaudio's resampler with its parameters. */
export interface TorchaudioResampling {
  /** `torchaudio.functional.resample`, `sinc_interp_hann`. */
  readonly method: "torchaudio";
  /** Zero crossings of the filter on each side, 1 to 512. Default 6. */
  readonly lowpassFilterWidth: number;
  /** The filter's cut-off as a fraction of the lower Nyquist frequency, 0.01 to 1. Default 0.99. */
  readonly rolloff: number;
}

/**
 * How audio is resampled to the field's rate: `"sinc"` is the best and the default, `"fourier"`
 * equals `scipy.signal.resample` over the whole clip, and torchaudio's method equals torchaudio.
 */
export type Resampling = "sinc" | "fourier" | TorchaudioResampling;

/** {@link Resampling} as a schema states it: torchaudio's parameters are optional. */
export type ResamplingChoice =
  | "sinc"
  | "fourier"
  | (Pick<TorchaudioResampling, "method"> & Partial<TorchaudioResampling>);

/** The default method. */
export const defaultResampling: Resampling = "sinc";

/** torchaudio's own defaults. */
export const torchaudioDefaults: TorchaudioResampling = {
  method: "torchaudio",
  lowpassFilterWidth: 6,
  rolloff: 0.99,
};

/** The methods; the position is the code in configuration bytes. */
export const resamplingMethods = ["sinc", "fourier", "torchaudio"] as const;

/**
 * Checks an option that says how to resample; `undefined` is the default.
 *
 * @param value what the user wrote.
 * @throws {SchemaError} when it isn't one of the methods, or a parameter is unknown or wrong.
 */
export function checkedResampling(
  value: unknown,
  { path, wrong }: { path: string; wrong: (wanted: string) => Error },
): Resampling {
  if (value === undefined) return defaultResampling;
  if (value === "sinc" || value === "fourier") return value;
  if (typeof value !== "object" || value === null || !("method" in value)) {
    throw wrong('"sinc", "fourier" or { method: "torchaudio" }');
  }
  const known = Object.keys(torchaudioDefaults);
  const reader = new OptionReader(value, { path, known, isPart: true });
  const { method, lowpassFilterWidth, rolloff } = torchaudioDefaults;
  return {
    method: reader.oneOf("method", [method], method),
    lowpassFilterWidth: reader.integer("lowpassFilterWidth", {
      min: 1,
      max: 512,
      fallback: lowpassFilterWidth,
    }),
    rolloff: reader.number("rolloff", { min: 0.01, max: 1, fallback: rolloff }),
  };
}

/** A method as the IR keeps it, with torchaudio's parameters where they differ from its defaults. */
export function canonicalResampling(resampling: Resampling): string | JsonObject {
  if (typeof resampling === "string") return resampling;
  const { method } = resampling;
  return { method, ...withoutDefaults(resampling, torchaudioDefaults) };
}

/** The method that {@link canonicalResampling} turned into a value; `undefined` is the default. */
export function resolvedResampling(canonical: JsonValue | undefined): Resampling {
  if (canonical === undefined) return defaultResampling;
  if (typeof canonical === "string") return canonical as Resampling;
  return { ...torchaudioDefaults, ...canonical as Partial<TorchaudioResampling> };
}
