import type { DatasetReader } from "../../runtime/mod.ts";
import { fieldKind, type JsonObject, withoutMeaning } from "../../schema/mod.ts";
import { textStart } from "../roles/preview.ts";
import { formatDurations } from "../shared/duration_histogram.ts";
import type { RecordChoice } from "../shared/record_choice.ts";
import { formatTable, outputWidth } from "../shared/table.ts";
import { print } from "../shared/terminal.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
} from "../../shards/shared/units.ts";
import { type FieldDescription, type FileDescription, shownBatchSize } from "./describe_file.ts";

/** Prints a file's description for people. */
export function printFile({ ir }: DatasetReader, description: FileDescription, path: string): void {
  const { dataset, records, chosen, bytes, fingerprint, identity, fields } = description;
  const all = formatCount(records, "record");
  const count = chosen === undefined ? all : `${formatNumber(chosen)} of ${all}`;
  print(`${path}: ${count} of ${dataset}, ${formatBytes(bytes)}`);
  print(`fingerprint ${fingerprint}`);
  print(`identity    ${identity}`);
  print("");
  const batch = `batch of ${shownBatchSize}`;
  const head = ["field", "kind", "options", batch, "payload", "bitrate", "ratio", "metadata"];
  const rows = fields.map((field, index) => fieldRow(field, ir.fields[index]?.options ?? {}));
  print(formatTable([head, ...rows], { right: [4, 5, 6, 7], maxWidth: outputWidth() }));
  printCoded(fields);
  printCategories(fields);
  printModels(fields);
}

/** Prints the sizes of streams and of their indices; frames are samples per channel. */
function printCoded(fields: FileDescription["fields"]): void {
  const rows = fields.flatMap(({ name, totals: { length, payloadBytes, indexBytes } }) => {
    if (indexBytes === undefined) return [];
    const streamBytes = payloadBytes - indexBytes;
    return [[name, formatNumber(length), formatBytes(streamBytes), formatBytes(indexBytes)]];
  });
  if (rows.length === 0) return;
  print("");
  print(
    formatTable([["coded", "frames", "streams", "index"], ...rows], {
      right: [1, 2, 3],
      maxWidth: outputWidth(),
    }),
  );
}

/** Prints how often the categories of each field are used. */
function printCategories(fields: FileDescription["fields"]): void {
  for (const { name, categories } of fields) {
    if (categories === undefined) continue;
    const { count, largest } = categories;
    const listed = largest.length < count ? `; the ${largest.length} largest` : "";
    print("");
    print(`categories of ${name}: ${formatNumber(count)}${listed}`);
    // Quoted, so that control characters don't reach the terminal.
    const rows = largest.map(({ category, records }) => [
      `  ${JSON.stringify(textStart(category))}`,
      formatNumber(records),
    ]);
    if (rows.length === 0) continue;
    const head = ["  category", "records"];
    print(formatTable([head, ...rows], { right: [1], maxWidth: outputWidth() }));
  }
}

/** Prints the models that encoded fields. */
function printModels(fields: FileDescription["fields"]): void {
  for (const { name, codecModel } of fields) {
    if (codecModel === undefined) continue;
    const { sha256, sampleRate, hopLength } = codecModel;
    print("");
    print(
      `${name} was encoded at ${formatNumber(sampleRate)} Hz, hop ${hopLength}, by the model with`,
    );
    print(`SHA-256 ${sha256}`);
  }
}

/** Prints a histogram of durations for each audio field. */
export function printDurations(
  dataset: DatasetReader,
  { fields }: FileDescription,
  chosen: RecordChoice,
): void {
  for (const { name, totals } of fields) {
    if (totals.seconds === undefined || chosen.count === 0) continue;
    const mean = formatDuration(totals.seconds / chosen.count);
    print("");
    print(`durations of ${name}: ${formatDuration(totals.seconds)} in all, ${mean} on average`);
    const field = dataset.field(name);
    const seconds = Array.from(
      { length: chosen.count },
      (_, place) => field.seconds?.(chosen.at(place)) ?? 0,
    );
    print(formatDurations(seconds));
  }
}

/** @param stated the options that aren't at their default. */
function fieldRow(field: FieldDescription, stated: JsonObject): string[] {
  const { name, kind, batch, totals } = field;
  return [
    name,
    kind,
    optionsText(shownOptions(field, stated)),
    `(${batch.shape.join(", ")}) ${batch.dtype}`,
    formatBytes(totals.payloadBytes),
    totals.bitrate === undefined ? "-" : `${formatNumber(Math.round(totals.bitrate / 1000))} kb/s`,
    totals.ratio === undefined ? "-" : totals.ratio.toFixed(2),
    formatBytes(totals.metadataBytes),
  ];
}

/** If there are many options, those that tell one field from another. */
function shownOptions(
  { kind, means, options }: FieldDescription,
  stated: JsonObject,
): FieldDescription["options"] {
  const shown = fieldKind(kind)?.summary?.(options, withoutMeaning(stated)) ?? options;
  return means === undefined ? shown : { means, ...shown };
}

function optionsText(options: FieldDescription["options"]): string {
  const texts = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return texts.length === 0 ? "-" : texts.join(", ");
}
