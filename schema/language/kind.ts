import type { JsonObject } from "./json.ts";
import type { StructLayout } from "./layout.ts";

/** What a field's options may ask about the other fields of its dataset. */
export interface FieldLookup {
  /** The names of all fields, in schema order. */
  readonly names: readonly string[];
  /** Samples per second of the audio field called `name`; `undefined` when it isn't one. */
  audioRate(name: string): number | undefined;
}

/** What a field's values are. Code that distinguishes fields by role has an entry for each. */
export const fieldRoles = [
  "audio",
  "features",
  "tokens",
  "text",
  "bytes",
  "scalar",
  "category",
] as const;

/** One of {@link fieldRoles}. */
export type FieldRole = (typeof fieldRoles)[number];

/** What the length of a record counts: samples per channel, frames, or bytes. */
export type LengthUnit = "samples" | "frames" | "bytes";

/** Where a record's metadata states its length. */
export interface KindLength {
  /** The member of the metadata record that holds it, a uint32 or uint64. */
  readonly member: string;
  /** What it counts. */
  readonly unit: LengthUnit;
}

/**
 * What a field's lookup part holds: the part of a file that finds a value without reading payloads.
 * `"categories"` is the strings that records have numbers of, `"keys"` the index of the texts that
 * name records.
 */
export type LookupForm = "categories" | "keys";

/** A time in seconds, exactly: a fraction of two positive integers. */
export type Period = readonly [numerator: number, denominator: number];

/** How a kind's lengths and widths are bounded by the bytes of its payloads. */
export interface KindExtent {
  /**
   * The fewest bytes that a payload takes, including its index.
   *
   * @param length samples per channel, frames or bytes, as the kind counts them.
   */
  leastBytes(length: number): number;
  /** The largest width of a record: channels, bins or codebooks; 0 for kinds that have none. */
  readonly widest: number;
}

/**
 * What reading a file takes to know about a field kind: less than the schema language knows, so that
 * a program that reads PCM doesn't load the parameters of spectrograms.
 */
export interface KindFacts<Resolved extends object = object> {
  /** The kind's name in schemas and files, such as `"waveform"`. */
  readonly kind: string;
  /** The kind's number in the file format. */
  readonly typeId: number;
  /** The metadata that each record of the dataset has for the field. */
  readonly layout: StructLayout;
  /** What the values are. */
  readonly role: FieldRole;
  /** Whether records have a payload; the first metadata member is then `data_ptr`, its byte offset. */
  readonly hasPayload: boolean;
  /** The minor version of the format that introduced the kind; omitted for 0. */
  readonly since?: number;
  /** What the field's lookup part holds; kinds without one leave it out. */
  readonly lookup?: LookupForm;
  /** Where the length of a record is; `undefined` for kinds whose records have no length. */
  readonly length: KindLength | undefined;
  /**
   * Seconds from the start of one sample or frame to the start of the next; `undefined` for kinds
   * without a time axis, and where the options leave the rate to each record's input.
   */
  period(options: Resolved): Period | undefined;
  /** The names of the tracks that a record holds, each an array of samples; only for such audio. */
  tracks?(options: Resolved): readonly string[];
  /**
   * The audio field of the same dataset that values are computed from while packing; `undefined`
   * where records supply them. Kinds that can't be computed leave this out.
   */
  computedFrom?(options: Resolved): string | undefined;
  /** All options, defaults filled in, from a canonical set. */
  resolve(canonical: JsonObject): Resolved;
  /**
   * The bytes that a record's payload takes and how wide it can be; kinds without a payload have
   * none. Readers check a file's claims against it before they allocate memory.
   */
  extent?(options: Resolved): KindExtent;
}

/**
 * What the schema room knows about a field kind. `Resolved` is the kind's options with defaults
 * filled in; the IR keeps only those that differ from the defaults.
 */
export interface FieldKind<Resolved extends object = object> extends KindFacts<Resolved> {
  /** Only for features: what a value is, with its unit, as an axis label: `Frequency (Hz)`. */
  quantity?(options: Resolved): string;
  /**
   * Only for features in which a frame can lack a value: the member, in decoded values and in
   * batches, that says which frames have one. It is a Uint8Array of the shape of `data`, 0 where a
   * value is missing.
   */
  readonly mask?: string;
  /**
   * What distinguishes one field of the kind from another, for tables. Without it, all options do.
   *
   * @param stated the options that differ from the defaults.
   */
  summary?(options: Resolved, stated: JsonObject): Readonly<Record<string, unknown>>;
  /**
   * Checks what a user wrote and returns the parameters that differ from the defaults.
   *
   * @param path where the options are, such as `Speech.audio`; every error begins with it.
   * @param fields the dataset's fields, for options that name one of them. Default: none.
   * @throws {SchemaError} when an option is unknown, wrong, or contradicts another.
   */
  canonicalize(options: unknown, path: string, fields?: FieldLookup): JsonObject;
  /** The configuration bytes stored in a file's schema section; may be empty. */
  toBinary(options: Resolved): Uint8Array<ArrayBuffer>;
  /**
   * The parameters that configuration bytes hold.
   *
   * @throws {FormatError} when the bytes are too short or hold an unknown code.
   */
  fromBinary(bytes: Uint8Array): Resolved;
}
