import type { FieldSlot } from "./field_slot.ts";

/** Gathers a field's lookup part while records are written. */
export interface LookupBuilder {
  /** Number of entries so far, such as categories. */
  readonly entries: number;
  /**
   * Adds the value of the record that is being written.
   *
   * @param place the record and its field, for messages.
   * @returns the number of its entry, which the metadata of a category stores.
   * @throws {FormatError} when the part has no room for it.
   * @throws {ManifestError} when the value isn't allowed because another record has it.
   */
  add(value: string, place: Pick<FieldSlot, "field" | "record">): number;
  /** Keeps what the record added, because the record is complete. */
  keep(): void;
  /** Discards what the record added, because the record is left out. */
  drop(): void;
  /** Calls `take` with all bytes of the part in order; each piece is valid during its call. */
  drain(take: (piece: Uint8Array) => void): void;
}
