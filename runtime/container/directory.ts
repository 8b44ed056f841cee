import { counted } from "../../errors/counted.ts";
import { IntegrityError } from "../../errors/mod.ts";
import { directoryEntryBytes, directoryHeaderBytes, lookupEntryBytes } from "./constants.ts";
import { getUint53, setUint53 } from "./uint53.ts";

/** The directory's entry for one field. */
export interface FieldEntry {
  /** The field kind's number in the file format. */
  readonly typeId: number;
  /** Bytes of one metadata record. */
  readonly itemSize: number;
  /** Where the field's metadata table begins. */
  readonly tableOffset: number;
  /** Where the field's configuration bytes begin. */
  readonly configOffset: number;
  /** Bytes of the field's configuration; 0 for kinds without one. */
  readonly configLength: number;
  /** Sums and maxima over the field's records. */
  readonly totals: FieldTotals;
}

/** Per-field sums and maxima, so that batches can be sized without a scan. */
export interface FieldTotals {
  /** The widest record: channels of audio; 0 for kinds without a width. */
  maxWidth: number;
  /** Bytes of all payloads, without the padding between them. */
  totalBytes: number;
  /** Bytes of the largest payload. */
  maxBytes: number;
  /** Lengths are in samples per channel for audio, in bytes for text and bytes. */
  totalLength: number;
  /** The longest record, in the units of {@link totalLength}. */
  maxLength: number;
}

/** The directory's entry for a lookup part, which finds a field's values without their payloads. */
export interface LookupEntry {
  /** The field's index in the schema. */
  readonly fieldIndex: number;
  /** What it holds: so many categories, for a field of them. */
  readonly entries: number;
  /** Where the part begins. */
  readonly position: number;
  /** Bytes of the part. */
  readonly byteLength: number;
}

/** The directory: where each part of the file is. */
export interface Directory {
  /** Number of records in the dataset, and in each table. */
  readonly recordCount: number;
  /** 32 bytes, SHA-256 of the IR. */
  readonly fingerprint: Uint8Array;
  /** The end of the last payload. */
  readonly payloadEnd: number;
  /** Where the block checksums begin, and where the bytes that they cover end. */
  readonly checksumOffset: number;
  /** Where the IR's canonical JSON begins. */
  readonly irOffset: number;
  /** Bytes of the IR's canonical JSON. */
  readonly irLength: number;
  /** Where the provenance text begins; 0 if there is none. */
  readonly provenanceOffset: number;
  /** Bytes of the provenance text. */
  readonly provenanceLength: number;
  /** In the index of a dataset of many files, the dataset's identity: 32 bytes. */
  readonly identity?: Uint8Array;
  /** One entry per field, in schema order. */
  readonly fields: readonly FieldEntry[];
  /** One entry per lookup part, in schema order. */
  readonly lookups: readonly LookupEntry[];
  /** CRC-32 of each 64 KiB of the block checksums. */
  readonly checksumsOfChecksums: readonly number[];
}

/** The directory's bytes; their length is a multiple of 8. */
export function encodeDirectory(directory: Directory): Uint8Array<ArrayBuffer> {
  const { fields, lookups, checksumsOfChecksums } = directory;
  const { sumsStart, lookupsStart, length } = directoryLayout({
    fieldCount: fields.length,
    sumCount: checksumsOfChecksums.length,
    lookupCount: lookups.length,
  });
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, directory.recordCount, true);
  view.setUint32(4, fields.length, true);
  setUint53(view, 8, directory.payloadEnd);
  setUint53(view, 16, directory.checksumOffset);
  setUint53(view, 24, directory.irOffset);
  view.setUint32(32, directory.irLength, true);
  view.setUint32(36, checksumsOfChecksums.length, true);
  bytes.set(directory.fingerprint, 40);
  setUint53(view, 72, directory.provenanceOffset);
  view.setUint32(80, directory.provenanceLength, true);
  view.setUint32(84, lookups.length, true);
  if (directory.identity !== undefined) bytes.set(directory.identity, 88);
  fields.forEach((field, index) => {
    const at = directoryHeaderBytes + index * directoryEntryBytes;
    view.setUint32(at, field.typeId, true);
    view.setUint32(at + 4, field.itemSize, true);
    setUint53(view, at + 8, field.tableOffset);
    setUint53(view, at + 16, field.configOffset);
    view.setUint32(at + 24, field.configLength, true);
    view.setUint32(at + 28, field.totals.maxWidth, true);
    setUint53(view, at + 32, field.totals.totalBytes);
    setUint53(view, at + 40, field.totals.maxBytes);
    setUint53(view, at + 48, field.totals.totalLength);
    setUint53(view, at + 56, field.totals.maxLength);
  });
  checksumsOfChecksums.forEach((crc, index) => view.setUint32(sumsStart + index * 4, crc, true));
  lookups.forEach((lookup, index) => {
    const at = lookupsStart + index * lookupEntryBytes;
    view.setUint32(at, lookup.fieldIndex, true);
    view.setUint32(at + 4, lookup.entries, true);
    setUint53(view, at + 8, lookup.position);
    setUint53(view, at + 16, lookup.byteLength);
  });
  return bytes;
}

/**
 * Reads a directory whose checksum has been checked.
 *
 * @throws {IntegrityError} when its counts don't fit its length.
 */
export function decodeDirectory(bytes: Uint8Array, file: string): Directory {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasHeader = bytes.length >= directoryHeaderBytes;
  const fieldCount = hasHeader ? view.getUint32(4, true) : 0;
  const sumCount = hasHeader ? view.getUint32(36, true) : 0;
  const lookupCount = hasHeader ? view.getUint32(84, true) : 0;
  const layout = directoryLayout({ fieldCount, sumCount, lookupCount });
  if (fieldCount === 0 || bytes.length !== layout.length) {
    throw new IntegrityError(
      `Cannot read the directory of "${file}": its length of ${
        counted(bytes.length, "byte")
      } doesn't fit ` +
        `${counted(fieldCount, "field")}, ${
          counted(sumCount, "checksum")
        } and ${lookupCount} lookup parts`,
      { code: "directory", file, found: bytes.length },
    );
  }
  const fields = Array.from({ length: fieldCount }, (_, index): FieldEntry => {
    const at = directoryHeaderBytes + index * directoryEntryBytes;
    return {
      typeId: view.getUint32(at, true),
      itemSize: view.getUint32(at + 4, true),
      tableOffset: getUint53(view, at + 8),
      configOffset: getUint53(view, at + 16),
      configLength: view.getUint32(at + 24, true),
      totals: {
        maxWidth: view.getUint32(at + 28, true),
        totalBytes: getUint53(view, at + 32),
        maxBytes: getUint53(view, at + 40),
        totalLength: getUint53(view, at + 48),
        maxLength: getUint53(view, at + 56),
      },
    };
  });
  return {
    recordCount: view.getUint32(0, true),
    payloadEnd: getUint53(view, 8),
    checksumOffset: getUint53(view, 16),
    irOffset: getUint53(view, 24),
    irLength: view.getUint32(32, true),
    fingerprint: bytes.slice(40, 72),
    ...identityOf(bytes.slice(88, 120)),
    provenanceOffset: getUint53(view, 72),
    provenanceLength: view.getUint32(80, true),
    fields,
    lookups: Array.from({ length: lookupCount }, (_, index): LookupEntry => {
      const at = layout.lookupsStart + index * lookupEntryBytes;
      return {
        fieldIndex: view.getUint32(at, true),
        entries: view.getUint32(at + 4, true),
        position: getUint53(view, at + 8),
        byteLength: getUint53(view, at + 16),
      };
    }),
    checksumsOfChecksums: Array.from(
      { length: sumCount },
      (_, index) => view.getUint32(layout.sumsStart + index * 4, true),
    ),
  };
}

function identityOf(identity: Uint8Array): Pick<Directory, "identity"> {
  return identity.some((byte) => byte !== 0) ? { identity } : {};
}

/** Where the parts of a directory begin, counted from its own beginning. */
export function directoryLayout(
  { fieldCount, sumCount, lookupCount }: {
    fieldCount: number;
    sumCount: number;
    lookupCount: number;
  },
): { sumsStart: number; sumsEnd: number; lookupsStart: number; length: number } {
  const sumsStart = directoryHeaderBytes + fieldCount * directoryEntryBytes;
  const sumsEnd = sumsStart + sumCount * 4;
  const lookupsStart = Math.ceil(sumsEnd / 8) * 8;
  return {
    sumsStart,
    sumsEnd,
    lookupsStart,
    length: lookupsStart + lookupCount * lookupEntryBytes,
  };
}
