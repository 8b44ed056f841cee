import type { FieldSlot } from "../../output/field_slot.ts";

/** Writes the number of a category, a new one for a string that wasn't met before. */
export function writeCategory(category: string, slot: FieldSlot): void {
  slot.metadata.setUint32(0, slot.lookup!.add(category, slot), true);
}
