import type { FieldReader, FieldTotals } from "../../runtime/mod.ts";
import type { FieldIr, FieldKind } from "../../schema/mod.ts";
import type { ExportFormat } from "../export/formats/format.ts";
import type { CategoryCounts } from "../shared/category_counts.ts";
import type { ManifestPlace } from "../pack/values/place.ts";
import type { RecordChoice } from "../shared/record_choice.ts";
import type { Picture } from "../plot/pictures/picture.ts";

/** What the commands do with fields of one role. */
export interface RoleCommands {
  /**
   * `pack`: a manifest's JSON value as the writer takes it. The writer checks whatever isn't
   * checked here.
   *
   * @throws {ManifestError} when the value can't be what the field wants.
   * @throws {FileError} when a path leads out of the root, or a file can't be read.
   */
  manifestValue(value: unknown, place: ManifestPlace): unknown;
  /** `pack`: values that are files of audio, or of what was computed from it. */
  readonly files?: FileValues;
  /** `pack`: how a folder fills a field; if omitted, only a manifest or a default can. */
  readonly folder?: FolderFiles;
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

/** Values that are audio files, segments of them, or files of what was computed from audio. */
export interface FileValues {
  /** The file that a value names, for the report. */
  fileOf(value: unknown): string | undefined;
  /** A value whose audio is multiplied by a factor, unless it has its own. */
  scaled(value: unknown, scale: number): unknown;
}

/** The files of a folder that a field takes. */
export interface FolderFiles {
  /** What they hold, for messages. */
  readonly what: string;
  /**
   * What the names of files end in, in lower case, if each of them can be a record; empty if none
   * can.
   */
  readonly endings: readonly string[];
  /** What the name of a file next to a record's file ends in, in lower case. */
  sideEnding?(field: FieldIr): string;
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
