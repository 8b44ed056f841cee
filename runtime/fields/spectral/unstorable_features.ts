import { AudioInputError } from "../../../errors/mod.ts";
import type { ResolvedSpectral } from "../../../schema/mod.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import type { FeatureTarget } from "./feature_target.ts";

/** A computed value that the field's type can't hold. */
export interface UnstorableFeature {
  readonly value: number;
  /** Its row: a mel bin, a frequency bin or a coefficient; `undefined` for the padding value. */
  readonly row: number | undefined;
  /** Whether it was a finite number before the clip's statistics were applied to it. */
  readonly wasFinite: boolean;
}

/** A parameter that turns valid audio into values that are infinite or NaN. */
interface Culprit {
  readonly parameter: keyof ResolvedSpectral;
  readonly because: string;
  readonly hint: string;
}

/**
 * The error for it, which names the parameter at fault: samples that aren't finite were refused
 * before anything was computed from them.
 */
export function unstorableFeatures(
  found: UnstorableFeature,
  { kind, options }: FeatureTarget,
  { field, record }: Pick<FieldSlot, "field" | "record">,
): AudioInputError {
  const { value, row } = found;
  const place = row === undefined ? "the padding" : `row ${row} (${rowName(kind, options, row)})`;
  const doing = `Cannot store the features of "${field}": ${place}`;
  if (Number.isFinite(value)) {
    return new AudioInputError(
      `${doing} has the value ${value}, which is too large for ${options.storeDtype}`,
      {
        code: "overflow",
        field,
        record,
        found: String(value),
        wanted: `finite ${options.storeDtype} values`,
        hint: 'store them with storeDtype: "float32"',
      },
    );
  }
  const { parameter, because, hint } = culpritOf(found, options);
  return new AudioInputError(`${doing} isn't a finite number, because ${because}`, {
    code: "feature-parameter",
    field,
    record,
    found: `${parameter}: ${String(options[parameter])}`,
    wanted: "parameters that give finite values",
    hint,
  });
}

function culpritOf({ value, wasFinite }: UnstorableFeature, options: ResolvedSpectral): Culprit {
  const { log, logOffset, logFloor, normalize, stdEpsilon, power } = options;
  // In float32, as in the kernels.
  const hasNoFloor = log !== "none" && Math.fround(logOffset) === 0 && Math.fround(logFloor) === 0;
  if (wasFinite && normalize === "per-feature" && Math.fround(stdEpsilon) === 0) {
    return {
      parameter: "stdEpsilon",
      because:
        `it is the same in all frames, and normalize: "per-feature" divides by its standard ` +
        `deviation (0) plus stdEpsilon (${stdEpsilon})`,
      hint: "set stdEpsilon above 0 (1e-5 by default), or leave silent clips out",
    };
  }
  if (hasNoFloor && value !== Infinity) {
    return {
      parameter: "logFloor",
      because: `it is the logarithm of 0: logFloor is ${logFloor} and logOffset is ${logOffset}`,
      hint: "set logFloor or logOffset above 0, such as 1e-10, or leave silent clips out",
    };
  }
  return {
    parameter: "power",
    because: `power: ${power} makes it larger than float32 can hold`,
    hint: "scale the audio down, or set a smaller power or inputScale",
  };
}

function rowName(kind: FeatureTarget["kind"], options: ResolvedSpectral, row: number): string {
  if (options.useEnergy && row === 0) return "energy";
  if (kind === "mfcc") return `coefficient ${row}`;
  const bin = options.useEnergy ? row - 1 : row;
  return kind === "melSpectrogram" ? `mel bin ${bin}` : `frequency bin ${bin}`;
}
