/** The options of batches that have none. */
export type NoBatchOptions = Readonly<Record<string, never>>;
