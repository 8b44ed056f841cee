import type { JsonObject } from "./json.ts";
import type { StructLayout } from "./layout.ts";

/** What a field's options may ask about the other fields of its dataset. */
export interface FieldLookup {
  /** The names of all fields, in schema order. */
  readonly names: readonly string[];
  /** Samples per second of the audio field called `name`; `undefined` when it isn't one. */
  audioRate(name: string): number | undefined;
}

/** What the values of a field are. Whatever treats fields by it has an entry for each of these. */
export const fieldRoles = ["audio", "features", "tokens", "text", "bytes", "scalar"] as const;

/** One of {@link fieldRoles}. */
export type FieldRole = (typeof fieldRoles)[number];

/** What the length of a record counts: samples per channel, frames, or bytes. */
export type LengthUnit = "samples" | "frames" | "bytes";

/** How long a record is, as its metadata says. */
export interface KindLength {
  /** The member of the metadata record that says it, a uint32 or uint64. */
  readonly member: string;
  /** What it counts. */
  readonly unit: LengthUnit;
}

/** A time in seconds, exactly: a fraction of two positive integers. */
export type Period = readonly [numerator: number, denominator: number];

/** How a kind's lengths and widths are bounded by the bytes of its payloads. */
export interface KindExtent {
  /**
   * The fewest bytes that a payload takes, an index included.
   *
   * @param length samples per channel, frames or bytes, as the kind counts them.
   */
  leastBytes(length: number): number;
  /** The largest width of a record: channels, bins or codebooks; 0 for kinds that have none. */
  readonly widest: number;
}

/**
 * What the schema room knows of a field kind. `Resolved` are the kind's options with
 * defaults filled in; in the IR only those that differ from the defaults are kept.
 */
export interface FieldKind<Resolved extends object = object> {
  /** The kind's name in schemas and files, such as `"waveform"`. */
  readonly kind: string;
  /** The kind's number in the file format. */
  readonly typeId: number;
  /** The metadata record kept for each sample of the dataset. */
  readonly layout: StructLayout;
  /** What the values are. */
  readonly role: FieldRole;
  /** Whether records have a payload; the first metadata member is then `data_ptr`, its byte offset. */
  readonly hasPayload: boolean;
  /** The minor version of the format that the kind came with; left out for 0. */
  readonly since?: number;
  /** How long records are; `undefined` for kinds whose records have no length. */
  readonly length: KindLength | undefined;
  /**
   * Seconds from the beginning of one sample or frame to that of the next; `undefined` for kinds that
   * have no time axis, and where the options leave the rate to each record's input.
   */
  period(options: Resolved): Period | undefined;
  /** The names of the tracks that a record holds, one array of samples each; for such audio alone. */
  tracks?(options: Resolved): readonly string[];
  /**
   * The audio field of the same dataset that values are computed from while packing; `undefined` where
   * records bring them. Kinds that can't be computed leave it out.
   */
  computedFrom?(options: Resolved): string | undefined;
  /** Features alone: what a value is, with its unit, as an axis is named: `Frequency (Hz)`. */
  quantity?(options: Resolved): string;
  /**
   * What tells one field of the kind from another, as tables show it. Without it, all options do.
   *
   * @param stated the options that differ from the defaults.
   */
  summary?(options: Resolved, stated: JsonObject): Readonly<Record<string, unknown>>;
  /**
   * Checks what a user wrote and returns the parameters that differ from the defaults.
   *
   * @param path where the options stand, such as `Speech.audio`; it begins every error.
   * @param fields the dataset's fields, for options that name one of them; none when left out.
   * @throws {SchemaError} when an option is unknown, wrong, or contradicts another.
   */
  canonicalize(options: unknown, path: string, fields?: FieldLookup): JsonObject;
  /** All options, defaults filled in, from a canonical set. */
  resolve(canonical: JsonObject): Resolved;
  /** The configuration bytes stored in a file's schema section; may be empty. */
  toBinary(options: Resolved): Uint8Array<ArrayBuffer>;
  /**
   * The parameters that configuration bytes hold.
   *
   * @throws {FormatError} when the bytes are too short or hold an unknown code.
   */
  fromBinary(bytes: Uint8Array): Resolved;
  /**
   * What a record's payload takes and how wide it may be; kinds without a payload have none. Readers
   * bound by it what a file claims, before they take memory for that.
   */
  extent?(options: Resolved): KindExtent;
}
