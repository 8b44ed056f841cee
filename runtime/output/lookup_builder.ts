import type { FieldSlot } from "./field_slot.ts";

/** Gathers a field's lookup part while records are written. */
export interface LookupBuilder {
  /** Entries so far, such as categories. */
  readonly entries: number;
  /**
   * Takes in the value of the record that is being written.
   *
   * @param place the record and its field, for messages.
   * @returns the number of its entry, which the metadata of a category keeps.
   * @throws {FormatError} when the part has no room for it.
   * @throws {ManifestError} when it can't be there, as another record has it.
   */
  add(value: string, place: Pick<FieldSlot, "field" | "record">): number;
  /** The record is complete: what it added stays. */
  keep(): void;
  /** The record is left out: what it added is forgotten. */
  drop(): void;
  /** Calls `take` with all bytes of the part in order; each piece is valid during its call. */
  drain(take: (piece: Uint8Array) => void): void;
}
