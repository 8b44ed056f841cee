/** What may be noticed about an input that is packed all the same. The list is exhaustive. */
export const noteCodes = [
  "clipped",
  "out-of-phase",
  "truncated",
  "empty",
  "no-frames",
  "no-text",
  "decoded-with",
] as const;

/** One of {@link noteCodes}; `docs/report.md` says what each means. */
export type NoteCode = (typeof noteCodes)[number];

/**
 * Something noticed about an input's header or samples that doesn't keep it out of the dataset, but
 * that a person may want to know.
 */
export interface IntakeNote {
  /** What was noticed. */
  readonly code: NoteCode;
  /** The dataset field concerned, if any. */
  readonly field?: string | undefined;
  /** The audio file concerned, if any. */
  readonly file?: string | undefined;
  /** The program that decoded the file in place of this library, its version, and its command. */
  readonly by?: string | undefined;
  /** Numbers that go with it, under camelCase names: counts of samples, a peak, a correlation. */
  readonly figures?: Readonly<Record<string, number>> | undefined;
}
