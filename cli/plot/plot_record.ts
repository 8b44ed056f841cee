import { UsageError } from "../../errors/mod.ts";
import { type DatasetReader, openDataset } from "../../runtime/mod.ts";
import {
  type CodecTokens,
  type CodecTokensOptions,
  fieldKind,
  type SpectralKind,
  type SpectralOptions,
  type Spectrogram,
  type Stems,
  type Waveform,
} from "../../schema/mod.ts";
import { roleOf } from "../shared/field_role.ts";
import { fetchPackages } from "../shared/fetch_packages.ts";
import { openOutput } from "../shared/output_stream.ts";
import { basename, isSameFile } from "../shared/paths.ts";
import { outputName } from "../shared/standard_stream.ts";
import { note } from "../shared/terminal.ts";
import { featuresPicture } from "./pictures/features_picture.ts";
import type { Picture } from "./pictures/picture.ts";
import { tokenPicture } from "./pictures/token_picture.ts";
import { channelTracks, type Track, tracksPicture } from "./pictures/tracks_picture.ts";

/** What to draw, and where to. */
export interface PlotOptions {
  readonly file: string;
  readonly field: string;
  readonly record: number;
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
  const picture = pictureOf(dataset, options);
  await fetchPackages(["echarts", "@napi-rs/canvas"], { purpose: "draw", megabytes: 130 });
  const png = (await renderer()).renderPng(picture);
  target.write(png);
  target.commit();
  note(`Drew "${options.field}" of record ${options.record} into ${outputName(out)}`);
}

/**
 * The module that needs the chart libraries. Its name isn't a literal: Deno would fetch them for every
 * command otherwise.
 */
function renderer(): Promise<typeof import("./render.ts")> {
  return import(new URL("render.ts", import.meta.url).href);
}

function pictureOf(dataset: DatasetReader, { file, field, record }: PlotOptions): Picture {
  const reader = dataset.field(field);
  const { ir } = dataset;
  const { options } = ir.fields.find(({ name }) => name === field)!;
  const title = `${basename(file)}: ${field} of record ${record}`;
  switch (roleOf(reader.kind)) {
    case "audio":
      return tracksPicture(channelTracks(reader.decode(record) as Waveform), { title });
    case "stems":
      return tracksPicture(stemTracks(reader.decode(record) as Stems), { title });
    case "features":
      return featuresPicture(reader.decode(record) as Spectrogram, {
        title,
        kind: reader.kind as SpectralKind,
        options: fieldKind(reader.kind)!.resolve(options) as SpectralOptions,
      });
    case "tokens":
      return tokenPicture(reader.decode(record) as CodecTokens, {
        title,
        options: fieldKind(reader.kind)!.resolve(options) as CodecTokensOptions,
      });
    case "scalar":
    case "text":
    case "bytes":
      throw new UsageError(`Cannot plot "${field}" of "${file}": it is a ${reader.kind} field`, {
        code: "not-drawable",
        file,
        field,
        found: reader.kind,
        wanted: "audio, stems, features or tokens",
        hint: `\`inspect ${file} --record ${record}\` prints its value`,
      });
  }
}

/** Each stem's channels, named after it. */
function stemTracks(stems: Stems): Track[] {
  return Object.entries(stems).flatMap(([name, waveform]): Track[] => {
    if (waveform === null) return [{ name, waveform: undefined, channel: 0 }];
    const tracks = channelTracks(waveform);
    return tracks.map((track, channel) => ({
      ...track,
      name: tracks.length === 1 ? name : `${name} ${channel}`,
    }));
  });
}
