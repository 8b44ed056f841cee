import { audioRate, type DatasetIr, fieldKind } from "../../../schema/mod.ts";
import { Rational } from "./rational.ts";

/**
 * Seconds from one sample or frame of a field to the next, exactly: 1/rate for audio, hop/rate for
 * features, 1/frameRate for tokens. `undefined` for fields without time, and where the schema leaves
 * the rate to the source.
 */
export function fieldPeriod(ir: DatasetIr, fieldIndex: number): Rational | undefined {
  const field = ir.fields[fieldIndex];
  if (field === undefined) return undefined;
  const options: {
    readonly sampleRate?: unknown;
    readonly hopLength?: unknown;
    readonly frameRate?: unknown;
  } = fieldKind(field.kind)?.resolve(field.options) ?? {};
  const { sampleRate, hopLength = 1, frameRate } = options;
  if (typeof frameRate === "number") return new Rational(1n, BigInt(frameRate));
  if (Array.isArray(frameRate)) {
    const [units, seconds] = frameRate;
    return new Rational(BigInt(seconds), BigInt(units));
  }
  const rate = audioRate(field) ?? sampleRate;
  return typeof rate === "number" && typeof hopLength === "number"
    ? new Rational(BigInt(hopLength), BigInt(rate))
    : undefined;
}
