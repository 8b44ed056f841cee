/** Why a stream that is already in the field's codec is re-encoded instead of passed through. */
export type Recoding =
  | {
    /** What differs: bits per sample, sample rate, or channels. */
    readonly what: "bits" | "sample-rate" | "channels";
    /** What the file has. */
    readonly found: number | undefined;
    /** What the field stores. */
    readonly wanted: number;
  }
  /** The field normalises, or its Opus encoder resets where another program's doesn't. */
  | { readonly what: "normalize" | "resets" }
  /** The stream can't be passed through; `code` is the code of the error that says why. */
  | { readonly what: "stream"; readonly code: string };

/** What happened to a file that was already in its field's codec. */
export interface CodedIntake {
  /** The field. */
  readonly field: string;
  /** The codec of both. */
  readonly codec: "flac" | "opus";
  /** Why it was re-encoded; `undefined` if it was passed through. */
  readonly recoding: Recoding | undefined;
}
