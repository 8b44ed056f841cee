import { OptionReader } from "../language/options.ts";
import { type SpectralPresetName, spectralPresetNames } from "./presets/mod.ts";
import {
  dctNorms,
  framings,
  logs,
  melNorms,
  melScales,
  normalizations,
  padModes,
  resamplers,
  spectralDefaults,
  spectralDtypes,
  type SpectralKind,
  type SpectralParameters,
  windows,
} from "./parameters/parameters.ts";
import type { StatedParameters } from "./resolve.ts";

/** Parameters of mel filters: not for `spectrogram`. */
const melNames = ["nMels", "fMin", "fMax", "melScale", "norm", "floorNyquist"] as const;

/** Parameters of the energy's row and of what is done to it. */
const energyNames = ["useEnergy", "rawEnergy", "energyFloor"] as const;

/** Parameters of the cosine transform: for `mfcc` alone. */
const cepstralNames = ["nMfcc", "lifter", "dctNorm"] as const;

/** The parameters that a kind has, in the order of the full set. */
export function parameterNames(kind: SpectralKind): (keyof SpectralParameters)[] {
  const missing: ReadonlySet<string> = new Set([
    ...(kind === "spectrogram" ? [...melNames, ...energyNames] : []),
    ...(kind === "mfcc" ? [] : cepstralNames),
  ]);
  return (Object.keys(spectralDefaults) as (keyof SpectralParameters)[])
    .filter((name) => !missing.has(name));
}

/** What a spectral field's options say. */
export interface StatedOptions {
  readonly from: string | undefined;
  readonly preset: SpectralPresetName;
  /** The parameters that are stated, each checked by itself. */
  readonly stated: StatedParameters;
  /** Complains about options. */
  readonly reader: OptionReader;
}

/** @throws {SchemaError} when an option is unknown, or its value can't be. */
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
    const { test, wanted } = checks[name];
    if (!test(value)) throw reader.wrong(name, wanted);
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

interface Check {
  test(value: unknown): boolean;
  readonly wanted: string;
}

const switchable: Check = {
  test: (value) => typeof value === "boolean",
  wanted: "true or false",
};

function integer(min: number, max: number): Check {
  return {
    test: (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= min && value <= max,
    wanted: `an integer from ${min} to ${max}`,
  };
}

function number(min: number, max: number, isOpen = false): Check {
  return {
    test: (value) =>
      typeof value === "number" && Number.isFinite(value) && value <= max &&
      (isOpen ? value > min : value >= min),
    wanted: isOpen ? `a number above ${min}, up to ${max}` : `a number from ${min} to ${max}`,
  };
}

function choice(choices: readonly string[]): Check {
  return {
    test: (value) => typeof value === "string" && choices.includes(value),
    wanted: `one of ${choices.map((one) => JSON.stringify(one)).join(", ")}`,
  };
}

function or(special: string | null, { test, wanted }: Check): Check {
  return {
    test: (value) => value === special || test(value),
    wanted: `${wanted}, or ${JSON.stringify(special)}`,
  };
}

const checks: Readonly<Record<keyof SpectralParameters, Check>> = {
  sampleRate: or("source", integer(1, 768_000)),
  resample: choice(resamplers),
  inputScale: number(0, 2 ** 31, true),
  dither: number(0, 2 ** 31),
  preemphasis: number(0, 1),
  framing: choice(framings),
  nFft: integer(2, 65_536),
  winLength: integer(1, 65_536),
  hopLength: integer(1, 2 ** 20),
  window: choice(windows),
  center: switchable,
  padMode: choice(padModes),
  padSamples: integer(0, 65_536),
  dropLastFrame: switchable,
  snipEdges: switchable,
  removeDcOffset: switchable,
  power: number(0, 16, true),
  magnitudeEpsilon: number(0, 1),
  nMels: integer(1, 4096),
  fMin: number(0, 384_000),
  fMax: number(-384_000, 384_000),
  melScale: choice(melScales),
  norm: choice(melNorms),
  floorNyquist: switchable,
  log: choice(logs),
  logOffset: number(0, 1e6),
  logFloor: number(0, 1e6),
  dbRef: or("max", number(0, 1e30, true)),
  topDb: or(null, number(0, 1e4)),
  dynamicRange: or(null, number(0, 1e4)),
  useEnergy: switchable,
  rawEnergy: switchable,
  energyFloor: number(0, 1e30),
  nMfcc: integer(1, 4096),
  lifter: number(0, 1e4),
  dctNorm: choice(dctNorms),
  normalize: choice(normalizations),
  stdEpsilon: number(0, 1e6),
  maskPartialFrame: switchable,
  padTo: integer(0, 65_536),
  padSeconds: or(null, number(0, 3600, true)),
  storeDtype: choice(spectralDtypes),
};
