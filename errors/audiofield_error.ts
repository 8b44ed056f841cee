/** What an error carries in addition to its message, for programs to act on. */
export interface ErrorDetails {
  /** Stable, machine-readable reason in kebab-case, such as `"checksum"`. */
  readonly code: string;
  /** The file concerned, as the caller named it. */
  readonly file?: string | undefined;
  /** The dataset field concerned. */
  readonly field?: string | undefined;
  /** The record's index, counted from 0. */
  readonly record?: number | undefined;
  /** The index in the dataset of the first record of {@link file}, if it is one of several. */
  readonly firstRecord?: number | undefined;
  /** What was found. */
  readonly found?: string | number | undefined;
  /** What was wanted instead. */
  readonly wanted?: string | number | undefined;
  /**
   * Where in a line that somebody wrote it was found: the line, and the column, which counts code
   * points from 1 and is one past the end at most.
   */
  readonly place?: { readonly text: string; readonly column: number } | undefined;
  /** What to do next, as a clause; it ends the message. */
  readonly hint?: string | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * The base of every error this library throws on purpose.
 *
 * The message is one sentence without a final period: what was being done, to what, what was
 * found, what was wanted, and what to do next.
 */
export class AudiofieldError extends Error {
  /**
   * The class, for programs and people; the commands print it with the code, as in
   * `IntegrityError/checksum`.
   */
  override readonly name: string = "AudiofieldError";
  /** See {@link ErrorDetails.code}. */
  readonly code: string;
  /** See {@link ErrorDetails.file}. */
  readonly file: string | undefined;
  #field: string | undefined;
  #record: number | undefined;
  readonly #firstRecord: number | undefined;
  /** See {@link ErrorDetails.found}. */
  readonly found: string | number | undefined;
  /** See {@link ErrorDetails.wanted}. */
  readonly wanted: string | number | undefined;
  /** See {@link ErrorDetails.place}. */
  readonly place: { readonly text: string; readonly column: number } | undefined;
  /** See {@link ErrorDetails.hint}. */
  readonly hint: string | undefined;

  /** The message is `message`, then the hint after a semicolon if `details` has one. */
  constructor(message: string, details: ErrorDetails) {
    super(
      details.hint === undefined ? message : `${message}; ${details.hint}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.code = details.code;
    this.file = details.file;
    this.#field = details.field;
    this.#record = details.record;
    this.#firstRecord = details.firstRecord;
    this.found = details.found;
    this.wanted = details.wanted;
    this.place = details.place;
    this.hint = details.hint;
  }

  /** See {@link ErrorDetails.field}. */
  get field(): string | undefined {
    return this.#field;
  }

  /** See {@link ErrorDetails.record}. */
  get record(): number | undefined {
    return this.#record;
  }

  /**
   * Adds where the error happened, as it passes through code that knows; an error that already
   * names its record is left unchanged.
   */
  within({ field, record }: { field: string; record: number }): this {
    if (this.#record !== undefined) return this;
    this.#field = field;
    this.#record = record;
    const first = this.#firstRecord;
    const inFile = first === undefined ? "" : ` (record ${record - first} of its file)`;
    this.message = `Field "${field}" of record ${record}${inFile}: ${this.message}`;
    return this;
  }
}
