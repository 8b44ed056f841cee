import type { JsonObject } from "./json.ts";
import type { StructLayout } from "./layout.ts";

/** What a field's options may ask about the other fields of its dataset. */
export interface FieldLookup {
  /** The names of all fields, in schema order. */
  readonly names: readonly string[];
  /** Samples per second of the audio field called `name`; `undefined` when it isn't one. */
  audioRate(name: string): number | undefined;
}

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
 * What the schema room knows of a field kind. `Options` is the kind's full set of parameters, each
 * present; in the IR only those that differ from the defaults are kept.
 */
export interface FieldKind<Options extends object = object> {
  /** The kind's name in schemas and files, such as `"waveform"`. */
  readonly kind: string;
  /** The kind's number in the file format. */
  readonly typeId: number;
  /** The metadata record kept for each sample of the dataset. */
  readonly layout: StructLayout;
  /**
   * Checks what a user wrote and returns the parameters that differ from the defaults.
   *
   * @param path where the options stand, such as `Speech.audio`; it begins every error.
   * @param fields the dataset's fields, for options that name one of them; none when left out.
   * @throws {SchemaError} when an option is unknown, wrong, or contradicts another.
   */
  canonicalize(options: unknown, path: string, fields?: FieldLookup): JsonObject;
  /** All parameters, defaults filled in, from a canonical set. */
  resolve(canonical: JsonObject): Options;
  /** The configuration bytes stored in a file's schema section; may be empty. */
  toBinary(options: Options): Uint8Array<ArrayBuffer>;
  /**
   * The parameters that configuration bytes hold.
   *
   * @throws {FormatError} when the bytes are too short or hold an unknown code.
   */
  fromBinary(bytes: Uint8Array): Options;
  /**
   * What a record's payload takes and how wide it may be; kinds without a payload have none. Readers
   * bound by it what a file claims, before they take memory for that.
   */
  extent?(options: Options): KindExtent;
}
