import type { DatasetReader, FieldReader, ModelProvenance } from "../../runtime/mod.ts";
import { fieldKind, type FieldMeaning, fieldMeaning } from "../../schema/mod.ts";
import { commandsOf } from "../roles/mod.ts";
import type { CategoryCounts } from "../shared/category_counts.ts";
import type { RecordChoice } from "../shared/record_choice.ts";
import { chosenTotals } from "./chosen_totals.ts";

/** The batch size that shapes are shown for. */
export const shownBatchSize = 64;

/** What `inspect --json` prints; text shows the same. */
export interface FileDescription {
  /** The dataset's name. */
  readonly dataset: string;
  readonly fingerprint: string;
  /** What tells the dataset from all others. */
  readonly identity: string;
  readonly records: number;
  /** How many of them were chosen, if a choice was made; the fields' totals are then theirs. */
  readonly chosen?: number;
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
  /** What the field means, if its schema says so. */
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
  /** Bytes of payload, without the padding between records. */
  readonly payloadBytes: number;
  /** Bytes of the metadata table. */
  readonly metadataBytes: number;
  readonly maxPayloadBytes: number;
  /** Samples per channel of audio, bytes of text; 0 for kinds that have no length. */
  readonly length: number;
  readonly maxLength: number;
  /** Channels of audio; 0 for kinds that have no width. */
  readonly maxWidth: number;
  /** Seconds of audio, for the kinds that have any. */
  readonly seconds?: number;
  /** Payload bits per second of audio. */
  readonly bitrate?: number;
  /** Bytes of the payload that are index, for coded audio. */
  readonly indexBytes?: number;
  /** Payload bytes per decoded byte, if all records have the same number of channels. */
  readonly ratio?: number;
}

/**
 * Describes an open file from its directory and, if audio is coded, values are categories or some
 * records are chosen, from the metadata of these records. Batches are described as for all records.
 */
export function describeFile(dataset: DatasetReader, chosen: RecordChoice): FileDescription {
  const { file, ir, recordCount } = dataset;
  return {
    dataset: ir.name,
    fingerprint: file.fingerprint,
    identity: file.identity,
    records: recordCount,
    bytes: file.byteLength,
    ...(chosen.isAll ? {} : { chosen: chosen.count }),
    fields: ir.fields.map((field, index) => {
      const { name, kind, type, options } = field;
      const reader = dataset.field(name);
      const { totals: all, itemSize } = file.entry(index);
      const totals = chosen.isAll ? all : chosenTotals(reader, chosen);
      const batch = reader.declareBatch(shownBatchSize);
      const means = fieldMeaning(field);
      const { codecModel } = file.provenance[name] ?? {};
      const categories = commandsOf(kind).categories?.(reader, chosen);
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
          metadataBytes: chosen.count * itemSize,
          maxPayloadBytes: totals.maxBytes,
          length: totals.totalLength,
          maxLength: totals.maxLength,
          maxWidth: totals.maxWidth,
          ...commandsOf(kind).durations?.(totals, { field, dtype: batch.dtype }),
          ...indexTotal(reader, chosen),
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
  chosen: RecordChoice,
): Pick<FieldTotalsDescription, "indexBytes"> {
  if (field.indexBytes === undefined) return {};
  let indexBytes = 0;
  for (let place = 0; place < chosen.count; place++) {
    indexBytes += field.indexBytes(chosen.at(place));
  }
  return { indexBytes };
}
