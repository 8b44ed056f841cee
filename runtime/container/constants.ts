/** The first eight bytes of every file; the line ends and the ^Z betray text-mode transfers. */
export const magic: Uint8Array = Uint8Array.of(0x89, 0x41, 0x46, 0x44, 0x0d, 0x0a, 0x1a, 0x0a);

/** The last eight bytes of every file: `\x89AFDEND\n`. */
export const endMagic: Uint8Array = Uint8Array.of(0x89, 0x41, 0x46, 0x44, 0x45, 0x4e, 0x44, 0x0a);

/** A reader refuses other major versions. Higher minor versions only add what it may ignore. */
export const majorVersion = 1;
export const minorVersion = 3;

/**
 * The feature bit of the index of a dataset of many files: payloads lie in other files. A file that
 * needs any other feature is refused.
 */
export const payloadsElsewhere = 1;

/** Length of the preamble in bytes; the payload region begins after it. */
export const preambleBytes = 64;

/** Length in bytes of the trailer that ends the file. */
export const trailerBytes = 64;

/** Payloads, tables and sections begin on multiples of this many bytes. */
export const alignment = 64;

/** Bytes covered by one CRC-32. */
export const blockBytes = 65_536;

/** Length in bytes of the directory before its field entries. */
export const directoryHeaderBytes = 128;

/** Length in bytes of a field's entry in the directory. */
export const directoryEntryBytes = 64;

/** Length in bytes of a lookup part's entry in the directory. */
export const lookupEntryBytes = 32;

/** The next multiple of {@link alignment} at or after `position`. */
export function aligned(position: number): number {
  return Math.ceil(position / alignment) * alignment;
}
