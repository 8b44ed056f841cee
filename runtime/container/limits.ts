/**
 * The limits that a reader sets to what a file claims, before it takes memory or time for it. A claim
 * is bounded by the file's own bytes wherever that is possible, as `docs/limits.md` says; these are the
 * numbers for everything else.
 *
 * @module
 */

/**
 * Bytes of schema, configurations, provenance and directory together. They are read at once and held in
 * memory, and half a million fields fit.
 */
export const maxTailBytes: number = 2 ** 26;

/**
 * Bytes of the schema text, and of the provenance text. Parsed JSON takes up to thirty times as much
 * memory as its text: 4 MiB become 130 MB at worst. 60,000 fields fit.
 */
export const maxJsonBytes: number = 2 ** 22;

/** How deep these texts may be nested. A schema has 6 levels; code that walks a value is recursive. */
export const maxJsonDepth = 32;

/** The largest number that a `uint32` of the format holds. */
export const maxUint32 = 0xffff_ffff;

/** Record indices are unsigned 32-bit integers. */
export const maxRecords: number = maxUint32;

/**
 * Bytes of a row of a batch that a schema asks for beyond the longest record there is, by a chunk's
 * seconds or by `padSeconds`. An hour of stereo at 48 kHz in float32 takes 1.4 GB, thirty seconds of
 * features 1.5 MB. Whoever really wants more names the length.
 */
export const maxPaddingBytes: number = 2 ** 28;
