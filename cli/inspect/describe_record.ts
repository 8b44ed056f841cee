import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import type { DatasetReader, MetadataValue } from "../../runtime/mod.ts";
import { fieldThatMeans } from "../../schema/mod.ts";
import { commandsOf } from "../roles/mod.ts";
import { jsonNumber } from "../roles/preview.ts";

/** One record, as `inspect --record` shows it. */
export interface RecordDescription {
  readonly index: number;
  /** Its key, if the dataset has keys. */
  readonly key?: string;
  readonly fields: Readonly<Record<string, RecordFieldDescription>>;
}

/** One field of a {@link RecordDescription}. */
export interface RecordFieldDescription {
  readonly metadata: Readonly<Record<string, MetadataValue | string>>;
  /**
   * The value or its beginning: samples and the lowest bin as numbers, text, bytes as hexadecimal
   * digits.
   */
  readonly preview: unknown;
}

/**
 * Describes a record.
 *
 * @throws {UsageError} when there is no such record.
 * @throws {IntegrityError} when its bytes fail their checksum.
 */
export function describeRecord(dataset: DatasetReader, index: number): RecordDescription {
  const { recordCount, file } = dataset;
  if (index >= recordCount) {
    throw new UsageError(
      `Cannot show record ${index}: "${file.name}" has ${counted(recordCount, "record")}`,
      {
        code: "no-such-record",
        file: file.name,
        found: index,
        hint: recordCount === 0 ? undefined : `the last record is ${recordCount - 1}`,
      },
    );
  }
  const fields = [...dataset.fields].map(([name, field]) => {
    const metadata = Object.fromEntries(
      Object.entries(field.metadata(index)).map(([key, value]) => [key, jsonNumber(value)]),
    );
    return [name, {
      metadata,
      preview: commandsOf(field.kind).preview(field.decode(index)),
    }] as const;
  });
  const hasKeys = fieldThatMeans(dataset.ir, "key") !== undefined;
  return {
    index,
    ...(hasKeys ? { key: dataset.keyOf(index) } : {}),
    fields: Object.fromEntries(fields),
  };
}
