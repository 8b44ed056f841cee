import type { IntakeNote } from "../../audio/pcm/mod.ts";
import { AudioInputError } from "../../errors/mod.ts";

/** What to do with clips that are beyond full scale. */
export type OnClipping = "error" | "warn";

/** A clip of which more is beyond full scale isn't just loud: its samples mean something else. */
const maxShare = 0.01;

/** A clip that goes higher isn't just loud, either; a multiple of full scale. */
export const maxPeak = 8;

/** Audio that goes higher isn't in a unit of full scale, even if it is far too loud. */
const maxLoud = 256;

/**
 * Refuses audio of which so much is beyond full scale that its samples must mean something else.
 *
 * @param note what was noticed of it, if it is clipped.
 * @throws {AudioInputError} `"clipped"`.
 */
export function refuseClipped(
  { code, field, file, figures = {} }: IntakeNote,
  record: number,
): void {
  if (code !== "clipped") return;
  const { sourceShare = 0, peak = 0 } = figures;
  if (sourceShare <= maxShare && peak <= maxPeak) return;
  const name = file === undefined ? "the samples given" : `"${file}"`;
  const scale = peak > maxLoud
    ? "scale it by 1/32768 if its floats mean 16-bit integers"
    : "scale it down, set `normalize` in the schema";
  throw new AudioInputError(
    `Cannot write "${field}" of record ${record}: ${number(sourceShare * 100)} % of ${name} is ` +
      `beyond full scale, with a peak of ${number(peak)} where full scale is 1`,
    {
      code: "clipped",
      file,
      field,
      record,
      found: peak,
      wanted: `at most ${maxShare * 100} % beyond full scale, and a peak of at most ${maxPeak}`,
      hint: `${scale}, or store it clipped (--on-clipping warn, onClipping: "warn")`,
    },
  );
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
