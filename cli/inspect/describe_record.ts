import { UsageError } from "../../errors/mod.ts";
import type { DatasetReader, MetadataValue, Spectrogram } from "../../runtime/mod.ts";

/** One record, as `inspect --record` shows it. */
export interface RecordDescription {
  readonly index: number;
  readonly fields: Readonly<Record<string, RecordFieldDescription>>;
}

/** One field of a {@link RecordDescription}. */
export interface RecordFieldDescription {
  readonly metadata: Readonly<Record<string, MetadataValue | string>>;
  /** The value, or how it begins: samples and the lowest bin as numbers, text, bytes as hexadecimal digits. */
  readonly preview: unknown;
}

const previewSamples = 8;
const previewBytes = 16;
const previewCharacters = 80;

/**
 * Describes a record.
 *
 * @throws {UsageError} when there is no such record.
 * @throws {IntegrityError} when its bytes fail their checksum.
 */
export function describeRecord(dataset: DatasetReader, index: number): RecordDescription {
  const { recordCount, file } = dataset;
  if (index >= recordCount) {
    throw new UsageError(`Cannot show record ${index}: "${file.name}" has ${recordCount} records`, {
      code: "no-such-record",
      file: file.name,
      found: index,
      hint: recordCount === 0 ? undefined : `the last one is ${recordCount - 1}`,
    });
  }
  const fields = [...dataset.fields].map(([name, field]) => {
    const metadata = Object.fromEntries(
      Object.entries(field.metadata(index)).map(([key, value]) => [key, printable(value)]),
    );
    return [name, { metadata, preview: preview(field.decode(index)) }] as const;
  });
  return { index, fields: Object.fromEntries(fields) };
}

function preview(value: unknown): unknown {
  if (typeof value === "string") {
    // By characters, so that no surrogate pair is cut in two.
    const start = [...value.slice(0, previewCharacters * 2)].slice(0, previewCharacters).join("");
    return start.length < value.length ? `${start}…` : value;
  }
  if (value instanceof Uint8Array) {
    const start = value.subarray(0, previewBytes);
    const digits = Array.from(start, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    return start.length < value.length ? `${digits} …` : digits;
  }
  if (typeof value === "object" && value !== null && "samples" in value) {
    return Array.from((value.samples as Int16Array).subarray(0, previewSamples), printable);
  }
  if (typeof value === "object" && value !== null && "shape" in value) {
    const { data } = value as Spectrogram;
    return Array.from(data.subarray(0, previewSamples), printable);
  }
  return printable(value as MetadataValue);
}

/** JSON has no NaN and no infinity. */
function printable(value: MetadataValue): MetadataValue | string {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
