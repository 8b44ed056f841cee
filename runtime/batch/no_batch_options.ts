/** The options of batches that take none. */
export type NoBatchOptions = Readonly<Record<string, never>>;
