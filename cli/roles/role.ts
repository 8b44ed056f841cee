import type { FieldReader, FieldTotals } from "../../runtime/mod.ts";
import type { FieldIr, FieldKind } from "../../schema/mod.ts";
import type { ExportFormat } from "../export/formats/format.ts";
import type { CategoryCounts } from "../shared/category_counts.ts";
import type { RecordChoice } from "../shared/record_choice.ts";
import type { Picture } from "../plot/pictures/picture.ts";

/** What the commands do with fields of one role. */
export interface RoleCommands {
  /** `export`: the formats, the default first. */
  readonly formats: readonly ExportFormat[];
  /** `plot`: draws a record's value; omitted if there is nothing to draw. */
  picture?(value: unknown, about: PictureAbout): Picture;
  /** `inspect --record`: how a value begins, as JSON. */
  preview(value: unknown): unknown;
  /** `inspect`: what follows from a field's totals, if its records have a duration. */
  durations?(totals: FieldTotals, about: DurationsAbout): DurationTotals;
  /** `inspect`: how often each value is used, if values are categories. */
  categories?(field: FieldReader, chosen: RecordChoice): CategoryCounts;
  /** `bench`: bytes decoded into a field's part of a batch, padding included. */
  batchBytes(batch: object, kind: Pick<FieldKind, "mask">): number;
}

/** What a picture is of. */
export interface PictureAbout {
  readonly title: string;
  readonly field: FieldIr;
}

/** What is needed to describe totals. */
export interface DurationsAbout {
  readonly field: FieldIr;
  /** What a batch's elements are. */
  readonly dtype: string;
}

/** What `inspect` derives from the totals of fields that have a duration. */
export interface DurationTotals {
  readonly seconds: number;
  /** Payload bits per second. */
  readonly bitrate?: number;
  /** Payload bytes per decoded byte. */
  readonly ratio?: number;
}
