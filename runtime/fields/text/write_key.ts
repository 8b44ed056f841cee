import { keyBytes } from "../../container/keys.ts";
import { checkedKey } from "../../intake/checked.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { writeByteRun } from "./byte_run.ts";

/**
 * Writes a record's key, in the normalisation form NFC.
 *
 * @throws {ManifestError} `"invalid-key"` when it can't be a key, and `"duplicate-key"` when another
 *   record has it.
 */
export function writeKey(value: unknown, slot: FieldSlot): void {
  const key = checkedKey(value, slot);
  slot.lookup?.add(key, slot);
  writeByteRun(keyBytes(key), slot);
}
