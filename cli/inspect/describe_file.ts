import type { DatasetReader, FieldReader, ModelProvenance } from "../../runtime/mod.ts";
import { fieldKind, type FieldMeaning, fieldMeaning } from "../../schema/mod.ts";
import { commandsOf } from "../roles/mod.ts";
import type { CategoryCounts } from "../shared/category_counts.ts";

/** The batch size that shapes are shown for. */
export const shownBatchSize = 64;

/** What `inspect --json` prints; text shows the same. */
export interface FileDescription {
  /** The dataset's name. */
  readonly dataset: string;
  readonly fingerprint: string;
  readonly records: number;
  /** The file's size. */
  readonly bytes: number;
  readonly fields: readonly FieldDescription[];
}

/** One field of a {@link FileDescription}. */
export interface FieldDescription {
  readonly name: string;
  readonly kind: string;
  /** The kind's number in the format. */
  readonly type: number;
  /** What the field means, where its schema says so. */
  readonly means?: FieldMeaning;
  /** All options, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly totals: FieldTotalsDescription;
  /** How often its categories are used, for fields of them. */
  readonly categories?: CategoryCounts;
  /** The model that encoded the field's audio, where the file says so. */
  readonly codecModel?: ModelProvenance;
  /** A batch of {@link shownBatchSize} records, padded to the longest. */
  readonly batch: {
    readonly size: number;
    readonly shape: readonly number[];
    readonly dtype: string;
    readonly bytes: number;
  };
}

/** Sums and maxima over a field's records. */
export interface FieldTotalsDescription {
  /** Bytes of payload, padding between records not counted. */
  readonly payloadBytes: number;
  /** Bytes of the metadata table. */
  readonly metadataBytes: number;
  readonly maxPayloadBytes: number;
  /** Samples per channel of audio, bytes of text; 0 where a kind has no length. */
  readonly length: number;
  readonly maxLength: number;
  /** Channels of audio; 0 where a kind has no width. */
  readonly maxWidth: number;
  /** Seconds of audio, for the kinds that have any. */
  readonly seconds?: number;
  /** Payload bits per second of audio. */
  readonly bitrate?: number;
  /** Bytes of the payload that are index, for coded audio. */
  readonly indexBytes?: number;
  /** Payload bytes of each byte that decoding gives, where all records have as many channels. */
  readonly ratio?: number;
}

/**
 * Describes an open file from its directory and, where audio is coded or values are categories, the
 * metadata of its records.
 */
export function describeFile(dataset: DatasetReader): FileDescription {
  const { file, ir, recordCount } = dataset;
  return {
    dataset: ir.name,
    fingerprint: file.fingerprint,
    records: recordCount,
    bytes: file.storage.size,
    fields: ir.fields.map((field, index) => {
      const { name, kind, type, options } = field;
      const { totals, itemSize } = file.entry(index);
      const batch = dataset.field(name).declareBatch(shownBatchSize);
      const means = fieldMeaning(field);
      const { codecModel } = file.provenance[name] ?? {};
      const categories = commandsOf(kind).categories?.(dataset.field(name), recordCount);
      return {
        name,
        kind,
        type,
        ...(means === undefined ? {} : { means }),
        ...(codecModel === undefined ? {} : { codecModel }),
        ...(categories === undefined ? {} : { categories }),
        options: { ...fieldKind(kind)?.resolve(options) },
        totals: {
          payloadBytes: totals.totalBytes,
          metadataBytes: recordCount * itemSize,
          maxPayloadBytes: totals.maxBytes,
          length: totals.totalLength,
          maxLength: totals.maxLength,
          maxWidth: totals.maxWidth,
          ...commandsOf(kind).durations?.(totals, { field, dtype: batch.dtype }),
          ...indexTotal(dataset.field(name), recordCount),
        },
        batch: {
          size: shownBatchSize,
          shape: batch.shape,
          dtype: batch.dtype,
          bytes: batch.byteLength,
        },
      };
    }),
  };
}

function indexTotal(
  field: FieldReader,
  records: number,
): Pick<FieldTotalsDescription, "indexBytes"> {
  if (field.indexBytes === undefined) return {};
  let indexBytes = 0;
  for (let record = 0; record < records; record++) indexBytes += field.indexBytes(record);
  return { indexBytes };
}
