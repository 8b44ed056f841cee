import { OptionReader } from "../language/options.ts";
import { type SpectralPresetName, spectralPresetNames } from "./presets/mod.ts";
import { mayBe, wantedOf } from "./parameters/check.ts";
import { parameterNames, type SpectralKind } from "./parameters/kinds.ts";
import type { StatedParameters } from "./resolve.ts";

/** What a spectral field's options say. */
export interface StatedOptions {
  readonly from: string | undefined;
  readonly preset: SpectralPresetName;
  /** The stated parameters, each checked by itself. */
  readonly stated: StatedParameters;
  /** Makes the errors about options. */
  readonly reader: OptionReader;
}

/** @throws {SchemaError} when an option is unknown, or its value isn't allowed. */
export function readOptions(
  options: unknown,
  { kind, path }: { kind: SpectralKind; path: string },
): StatedOptions {
  const names = parameterNames(kind);
  const reader = new OptionReader(options, { path, known: ["from", "preset", ...names] });
  const stated: Record<string, unknown> = {};
  for (const name of names) {
    const value = reader.raw(name);
    if (value === undefined) continue;
    if (!mayBe(name, value)) throw reader.wrong(name, wantedOf(name));
    // JSON has no negative zero.
    stated[name] = typeof value === "number" ? value + 0 : value;
  }
  const from = reader.raw("from");
  if (from !== undefined && typeof from !== "string") {
    throw reader.wrong("from", "the name of an audio field");
  }
  const preset = reader.oneOf("preset", spectralPresetNames, "original");
  return { from, preset, stated: stated as StatedParameters, reader };
}
