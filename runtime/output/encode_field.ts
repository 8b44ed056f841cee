import { AudiofieldError } from "../../errors/mod.ts";
import type { FieldSlot } from "./field_slot.ts";

/** Encodes one field's value into its slot, and adds the field and the record to any error. */
export function encodeField<Value, Slot extends FieldSlot>(
  slot: Slot,
  value: Value,
  encode: (value: Value, slot: Slot) => void,
): void {
  try {
    encode(value, slot);
  } catch (cause) {
    throw placed(cause, slot);
  }
}

/** The same for asynchronous work. */
export async function withinField(slot: FieldSlot, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw placed(cause, slot);
  }
}

function placed(cause: unknown, slot: FieldSlot): unknown {
  // A problem with the output isn't this field's fault.
  const isOutput = cause instanceof AudiofieldError && cause.file === slot.file;
  return cause instanceof AudiofieldError && !isOutput ? cause.within(slot) : cause;
}
