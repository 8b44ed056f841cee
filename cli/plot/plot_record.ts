import { UsageError } from "../../errors/mod.ts";
import { type DatasetReader, openDataset, splitRecords } from "../../runtime/mod.ts";
import { commandsOf } from "../roles/mod.ts";
import { fetchPackages } from "../shared/fetch_packages.ts";
import { openOutput } from "../shared/output_stream.ts";
import { basename, isSameFile } from "../../shards/shared/paths.ts";
import { type NamedRecord, numberOf } from "../shared/record_number.ts";
import { outputName } from "../../shards/shared/standard_stream.ts";
import { formatCount } from "../../shards/shared/units.ts";
import { note } from "../shared/terminal.ts";
import type { Picture } from "./pictures/picture.ts";

/** What to draw, and where to. */
export interface PlotOptions {
  readonly file: string;
  readonly field: string;
  /** Without it, the first record of the split. */
  readonly record: NamedRecord | undefined;
  /** The part of the dataset that it must belong to. */
  readonly split?: string | undefined;
  readonly out: string;
  readonly overwrite: boolean;
}

/**
 * Draws one record's audio, stems, features or tokens as a PNG file.
 *
 * @throws {UsageError} when there is no such field or record, or it can't be drawn.
 * @throws {FileError} when the picture exists already, or can't be written.
 * @throws {PackageError} when the chart libraries can't be fetched.
 */
export async function plotRecord(options: PlotOptions): Promise<void> {
  const { file, out, overwrite } = options;
  if (isSameFile(file, out)) {
    throw new UsageError(`Cannot write "${out}": it is the dataset`, {
      code: "output-is-input",
      file: out,
      hint: "name another output",
    });
  }
  using target = openOutput(out, { replace: overwrite });
  using dataset = openDataset(file);
  const record = recordOf(dataset, options);
  const picture = pictureOf(dataset, { ...options, record });
  await fetchPackages(["echarts", "@napi-rs/canvas"], { purpose: "draw", megabytes: 130 });
  const png = (await renderer()).renderPng(picture);
  target.write(png);
  target.commit();
  note(`Drew "${options.field}" of record ${record} into ${outputName(out)}`);
}

/** The record's number. */
function recordOf(dataset: DatasetReader, { file, record, split }: PlotOptions): number {
  const number = record && numberOf(record, dataset);
  if (split === undefined) return number!;
  const records = splitRecords(dataset, split);
  if (number === undefined && records.length > 0) return records[0]!;
  if (number !== undefined && records.includes(number)) return number;
  const what = number === undefined ? "it is empty" : `record ${number} isn't one of its records`;
  throw new UsageError(`Cannot plot a record of the split "${split}" of "${file}": ${what}`, {
    code: "no-such-record",
    file,
    record: number,
    found: number,
    wanted: `one of ${formatCount(records.length, "record")}`,
    hint: records.length === 0 ? undefined : `the first of them is ${records[0]}`,
  });
}

/**
 * The module that needs the chart libraries. Its name isn't a literal, because Deno would otherwise
 * fetch them for every command.
 */
function renderer(): Promise<typeof import("./render.ts")> {
  return import(new URL("./render.ts", import.meta.url).href);
}

function pictureOf(
  dataset: DatasetReader,
  { file, field, record }: Pick<PlotOptions, "file" | "field"> & { record: number },
): Picture {
  const reader = dataset.field(field);
  const ir = dataset.ir.fields.find(({ name }) => name === field)!;
  const title = `${basename(file)}: ${field} of record ${record}`;
  const { picture } = commandsOf(reader.kind);
  if (picture !== undefined) return picture(reader.decode(record), { title, field: ir });
  throw new UsageError(`Cannot plot "${field}" of "${file}": it is a ${reader.kind} field`, {
    code: "not-drawable",
    file,
    field,
    found: reader.kind,
    wanted: "audio, stems, features or tokens",
    hint: `\`inspect ${file} --record ${record}\` prints its value`,
  });
}
