/**
 * The limits that a reader puts on what a file claims before it spends memory or time on it.
 * Wherever possible a claim is bounded by the file's own bytes, as `docs/limits.md` says; these are
 * the numbers for everything else.
 *
 * @module
 */

/**
 * Bytes of schema, configurations, provenance and directory together. They are read at once and
 * held in memory. Half a million fields fit.
 */
export const maxTailBytes: number = 2 ** 26;

/**
 * Bytes of the schema text, and of the provenance text. Parsed JSON takes up to thirty times the
 * memory of its text: 4 MiB become 130 MB at worst. 60,000 fields fit.
 */
export const maxJsonBytes: number = 2 ** 22;

/** How deeply these texts may be nested. A schema has 6 levels; code that walks a value recurses. */
export const maxJsonDepth = 32;

/** The largest number that a `uint32` of the format holds. */
export const maxUint32 = 0xffff_ffff;

/** Categories per field: their numbers fit 32-bit signed integers, as embedding layers expect. */
export const maxCategories: number = 2 ** 31;

/** Bytes of all categories of a field: their offsets have 32 bits. */
export const maxCategoryTableBytes: number = maxUint32;

/** Bytes of a key's UTF-8: as many as the longest path has on most systems. */
export const maxKeyBytes = 4096;

/** Record indices are unsigned 32-bit integers. */
export const maxRecords: number = maxUint32;

/**
 * How many bytes longer than the longest record a row of a batch may be because its schema says so,
 * by the seconds of a chunk or by `padSeconds`. An hour of stereo at 48 kHz in float32 takes 1.4 GB,
 * thirty seconds of features take 1.5 MB. To get longer rows, name the length.
 */
export const maxPaddingBytes: number = 2 ** 28;
