import { UsageError } from "../../errors/mod.ts";
import { type DatasetReader, openDataset } from "../../runtime/mod.ts";
import { commandsOf } from "../roles/mod.ts";
import { fetchPackages } from "../shared/fetch_packages.ts";
import { openOutput } from "../shared/output_stream.ts";
import { basename, isSameFile } from "../../shards/shared/paths.ts";
import { type NamedRecord, numberOf } from "../shared/record_number.ts";
import { outputName } from "../../shards/shared/standard_stream.ts";
import { note } from "../shared/terminal.ts";
import type { Picture } from "./pictures/picture.ts";

/** What to draw, and where to. */
export interface PlotOptions {
  readonly file: string;
  readonly field: string;
  readonly record: NamedRecord;
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
  const record = numberOf(options.record, dataset);
  const picture = pictureOf(dataset, { ...options, record });
  await fetchPackages(["echarts", "@napi-rs/canvas"], { purpose: "draw", megabytes: 130 });
  const png = (await renderer()).renderPng(picture);
  target.write(png);
  target.commit();
  note(`Drew "${options.field}" of record ${record} into ${outputName(out)}`);
}

/**
 * The module that needs the chart libraries. Its name isn't a literal, because Deno would otherwise
 * fetch them for every command.
 */
function renderer(): Promise<typeof import("./render.ts")> {
  return import(new URL("render.ts", import.meta.url).href);
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
