import { SchemaError } from "../../errors/mod.ts";
import { showValue } from "../language/values.ts";
import type { SpectralKind } from "./parameters/kinds.ts";
import type { SpectralParameters } from "./parameters/parameters.ts";
import { spectralDefaults } from "./parameters/table.ts";
import { highestFrequency, type StatedParameters } from "./resolve.ts";

/** Parameters that only matter in combination with others. */
interface Condition {
  readonly names: readonly (keyof SpectralParameters)[];
  holds(parameters: SpectralParameters, kind: SpectralKind): boolean;
  /** When they matter, as a clause. */
  readonly when: string;
}

/** The order matters: a condition can depend on what an earlier one has reset to its default. */
const conditions: readonly Condition[] = [
  {
    names: ["center", "padMode", "dropLastFrame", "maskPartialFrame"],
    holds: ({ framing }) => framing === "stft",
    when: 'with framing: "stft"',
  },
  {
    names: ["padSamples"],
    holds: ({ framing, center }) => framing === "stft" && !center,
    when: 'with framing: "stft" and center: false',
  },
  {
    names: ["snipEdges", "removeDcOffset"],
    holds: ({ framing }) => framing === "kaldi",
    when: 'with framing: "kaldi"',
  },
  {
    names: ["useEnergy"],
    holds: ({ framing, log }, kind) =>
      framing === "kaldi" && kind !== "spectrogram" && log === "natural",
    when: 'for mel bins and coefficients with framing: "kaldi" and log: "natural"',
  },
  {
    names: ["rawEnergy", "energyFloor"],
    holds: ({ useEnergy }) => useEnergy,
    when: "with useEnergy: true",
  },
  { names: ["magnitudeEpsilon"], holds: ({ power }) => power === 1, when: "with power: 1" },
  {
    names: ["norm", "floorNyquist"],
    holds: ({ melScale }) => melScale === "slaney" || melScale === "htk",
    when: 'with melScale: "slaney" or "htk"',
  },
  {
    names: ["logOffset", "logFloor", "dynamicRange"],
    holds: ({ log }) => log !== "none",
    when: "with a logarithm",
  },
  { names: ["dbRef", "topDb"], holds: ({ log }) => log === "db", when: 'with log: "db"' },
  {
    names: ["normalize"],
    holds: ({ log }, kind) => log !== "none" && kind !== "mfcc",
    when: "with a logarithm, and not for mfcc",
  },
  {
    names: ["stdEpsilon"],
    holds: ({ normalize }) => normalize === "per-feature",
    when: 'with normalize: "per-feature"',
  },
  {
    names: ["padSeconds"],
    holds: ({ sampleRate, framing, center, normalize, padTo, maskPartialFrame, dither }, kind) =>
      sampleRate !== "source" && kind !== "mfcc" && framing === "stft" && center &&
      normalize !== "per-feature" &&
      padTo === 0 && !maskPartialFrame && dither === 0,
    when:
      'with a sampleRate, framing: "stft" and center: true, without normalize: "per-feature", padTo, dither or ' +
      "maskPartialFrame, and not for mfcc",
  },
];

/**
 * The parameters, with those that don't matter in this combination at their defaults.
 *
 * @param stated what the schema states itself: it is refused where a preset's value would be reset.
 * @throws {SchemaError} `"contradiction"` when parameters contradict each other.
 */
export function consistent(
  parameters: SpectralParameters,
  { kind, stated, path }: { kind: SpectralKind; stated: StatedParameters; path: string },
): SpectralParameters {
  let result = parameters;
  for (const { names, holds, when } of conditions) {
    if (holds(result, kind)) continue;
    for (const name of names) {
      const found = stated[name];
      if (found !== undefined && found !== spectralDefaults[name]) {
        throw contradiction(path, name, `${showValue(found)} only makes sense ${when}`);
      }
      result = { ...result, [name]: spectralDefaults[name] };
    }
  }
  checkFrames(result, path);
  checkStatistics(result, path);
  if (kind !== "spectrogram") checkMels(result, path);
  if (kind === "mfcc" && result.nMfcc > result.nMels) {
    throw contradiction(path, "nMfcc", `${result.nMfcc} is more than nMels, ${result.nMels}`);
  }
  return result;
}

function checkFrames({ framing, nFft, winLength, hopLength }: SpectralParameters, path: string) {
  if (winLength > nFft) {
    throw contradiction(path, "winLength", `${winLength} is more than nFft, ${nFft}`);
  }
  if (framing !== "scipy") return;
  if (winLength < nFft) {
    throw contradiction(
      path,
      "winLength",
      `${winLength} isn't nFft, ${nFft}, as framing "scipy" requires`,
    );
  }
  if (hopLength > nFft) {
    throw contradiction(path, "hopLength", `${hopLength} is more than nFft, ${nFft}`);
  }
}

/** Statistics of values that depend on the clip's maximum would take a third pass. */
function checkStatistics(parameters: SpectralParameters, path: string): void {
  const { normalize, topDb, dynamicRange, dbRef } = parameters;
  if (normalize !== "per-feature") return;
  const relative = Object.entries({ topDb, dynamicRange, dbRef: dbRef === "max" ? dbRef : null })
    .find(([, value]) => value !== null);
  if (relative === undefined) return;
  const [name, value] = relative;
  const reason = `"per-feature" can't be combined with ${name}: ${showValue(value)}`;
  throw contradiction(path, "normalize", reason);
}

function checkMels(parameters: SpectralParameters, path: string): void {
  const { sampleRate, fMin, fMax } = parameters;
  if (sampleRate === "source") {
    if (fMax <= 0 || fMin < fMax) return;
    throw contradiction(path, "fMin", `${fMin} Hz isn't below fMax, ${fMax} Hz`);
  }
  const highest = highestFrequency(parameters, sampleRate);
  const top = fMax > 0 ? fMax : highest + fMax;
  if (top > sampleRate / 2) {
    throw contradiction(
      path,
      "fMax",
      `${fMax} Hz is above half of sampleRate, ${sampleRate / 2} Hz`,
    );
  }
  if (fMin >= top) throw contradiction(path, "fMin", `${fMin} Hz isn't below fMax, ${top} Hz`);
}

function contradiction(path: string, name: string, reason: string): SchemaError {
  return new SchemaError(`${path}.${name}: ${reason}`, {
    code: "contradiction",
    field: path,
    found: name,
  });
}
