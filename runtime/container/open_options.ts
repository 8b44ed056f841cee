import { checkOptions, type KnownOptions } from "../../errors/check_options.ts";
import { integerBetween, type OptionRule } from "../../errors/option_rule.ts";
import type { DatasetIr } from "../../schema/reading.ts";
import type { FileStorageKind } from "../storage/open_storage.ts";
import type { ChecksumMode } from "./block_checksums.ts";

/** How to open a file. */
export interface OpenOptions {
  /** How to read the bytes. If omitted, chosen by what is permitted. */
  readonly storage?: FileStorageKind;
  /**
   * When blocks are compared with their checksums: the first time one is read (the default), every
   * time, or never. Bounds are always checked.
   */
  readonly checksums?: ChecksumMode;
  /**
   * How many files of a dataset of many are mapped at once; the one that wasn't read for longest makes
   * room. Default: 1,024.
   */
  readonly mappedShards?: number;
  /**
   * The part of the dataset that batches and filters choose from: a split of its `dataset.json`, or a
   * value of the field that means `"split"`. Records keep their numbers. All records by default.
   */
  readonly split?: string;
  /** The schema that the dataset must have. Any by default. */
  readonly ir?: DatasetIr;
}

/** @throws {UsageError} `"invalid-option"` when there is no such option, or it can't have that value. */
export function checkOpenOptions(options: OpenOptions): void {
  checkOptions(options, { doing: "open a file", known: openOptions });
}

const anyIr: OptionRule<DatasetIr> = {
  wanted: "a schema, such as `Speech.ir`",
  allows: (value): value is DatasetIr =>
    typeof value === "object" && value !== null && "fields" in value,
};

const anyText: OptionRule<string> = {
  wanted: "the name of a split",
  allows: (value) => typeof value === "string",
};

/** The options of {@link OpenOptions}, and their rules. */
export const openOptions: KnownOptions<OpenOptions> = {
  storage: ["mapped", "positioned", "memory"],
  checksums: ["first-touch", "always", "never"],
  mappedShards: integerBetween(1, 32_768),
  split: anyText,
  ir: anyIr,
};
