import type { IntakeNote } from "../../audio/pcm/mod.ts";
import { AudioInputError } from "../../errors/mod.ts";

/** What to do with clips that exceed full scale. */
export type OnClipping = "error" | "warn";

/**
 * The largest share of a clip that may exceed full scale. With more than that, it isn't just loud:
 * its samples mean something else.
 */
const maxShare = 0.01;

/** The highest peak of a clip that is just loud, as a multiple of full scale. */
export const maxPeak = 8;

/** The highest peak of audio in units of full scale, however loud. */
const maxLoud = 256;

/**
 * Refuses audio that exceeds full scale by so much that its samples must mean something else.
 *
 * @param note what was noticed about the audio.
 * @throws {AudioInputError} `"clipped"`.
 */
export function refuseClipped(
  { code, field, file, figures = {} }: IntakeNote,
  record: number,
): void {
  if (code !== "clipped") return;
  const { sourceShare = 0, peak = 0 } = figures;
  if (sourceShare <= maxShare && peak <= maxPeak) return;
  const name = file === undefined ? "the given samples" : `"${file}"`;
  const scale = peak > maxLoud
    ? "scale it by 1/32768 if its floats are really 16-bit integers"
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
