import type { PcmSource } from "../../audio/pcm/mod.ts";
import type { FieldSlot } from "../output/field_slot.ts";

/** Notes that channels cancel each other out when mixed, if they do. */
export function notePhase(
  slot: FieldSlot,
  { outOfPhase: correlation, file }: {
    /** Their correlation if they do. */
    outOfPhase: number | undefined;
    /** Where the audio comes from. */
    file: string | undefined;
  },
): void {
  if (correlation !== undefined) {
    slot.note({ code: "out-of-phase", file, figures: { correlation } });
  }
}

/** Notes that a source was cut off, if it was; call it at the source's end. */
export function noteMissing(
  slot: FieldSlot,
  { missing, file }: {
    missing: PcmSource["missing"];
    /** Where the audio comes from. */
    file: string | undefined;
  },
): void {
  if (missing === undefined) return;
  const { frames } = missing;
  const figures = frames === undefined ? {} : { figures: { missingFrames: frames } };
  slot.note({ code: "truncated", file, ...figures });
}
