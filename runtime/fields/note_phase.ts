import type { FieldSlot } from "../writer/field_slot.ts";

/** Notes that channels cancel each other when mixed, if they do. */
export function notePhase(
  slot: FieldSlot,
  { outOfPhase: correlation, file }: {
    /** Their correlation then. */
    outOfPhase: number | undefined;
    /** Where the audio comes from. */
    file: string | undefined;
  },
): void {
  if (correlation !== undefined) {
    slot.note({ code: "out-of-phase", file, figures: { correlation } });
  }
}
