import { canonicalJson, sha256Hex } from "../../schema/reading.ts";

/** One file of a dataset, as the dataset's identity counts it. */
export interface IdentifiedFile {
  /** SHA-256 of the file's tail, as 64 lower-case hexadecimal digits. */
  readonly checksum: string;
  /** Number of records in the file. */
  readonly records: number;
}

/**
 * The identity of a dataset that consists of these files, in this order: the SHA-256 of the canonical
 * JSON `[fingerprint, [[checksum, records], …]]`, as 64 lower-case hexadecimal digits. Two datasets
 * with the same identity hold the same bytes, because a tail holds the checksums of everything else.
 *
 * @param fingerprint SHA-256 of the schema, as 64 lower-case hexadecimal digits.
 */
export function datasetIdentity(fingerprint: string, files: readonly IdentifiedFile[]): string {
  const parts = files.map(({ checksum, records }) => [checksum, records]);
  return sha256Hex(new TextEncoder().encode(canonicalJson([fingerprint, parts])));
}
