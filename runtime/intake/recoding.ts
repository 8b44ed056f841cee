/** Why a stream that is coded as the field wants it can't be stored as it is, but is coded anew. */
export type Recoding =
  | {
    /** What differs: bits of a sample, samples per second, or channels. */
    readonly what: "bits" | "sample-rate" | "channels";
    /** What the file has. */
    readonly found: number | undefined;
    /** What the field stores. */
    readonly wanted: number;
  }
  /** The field normalises, or its Opus begins anew where another program's doesn't. */
  | { readonly what: "normalize" | "resets" }
  /** The stream isn't one that could be kept; `code` is that of the error that says so. */
  | { readonly what: "stream"; readonly code: string };

/** What became of a file that was coded as its field wants it. */
export interface CodedIntake {
  /** The field. */
  readonly field: string;
  /** What both are coded with. */
  readonly codec: "flac" | "opus";
  /** Why it was coded anew; `undefined` where it is stored as it was. */
  readonly recoding: Recoding | undefined;
}
