import { ManifestError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { statOf } from "../shared/paths.ts";
import { inputName, isInputPipe } from "../shared/standard_stream.ts";
import { manifestLines } from "./manifest_input.ts";
import { ManifestParser } from "./manifest_parser.ts";
import type { PathRoot } from "./values/path_root.ts";
import type { InputRecord, RecordSource } from "./record_source.ts";

/**
 * The records of a `.jsonl` manifest: one JSON object a line, its keys the fields' names. The file
 * is read as the records are taken, so that its length doesn't matter, and a pipe may be one.
 *
 * @throws {FileError} when the manifest can't be read.
 */
export function manifestSource(
  manifest: string,
  options: { ir: DatasetIr; root: PathRoot | undefined },
): RecordSource {
  const parser = new ManifestParser(manifest, options);
  const isStream = isInputPipe(manifest);
  const name = inputName(manifest);
  const whereIs = (line: number) => `Line ${line} of ${name}`;
  return {
    // How much a pipe will give isn't known.
    total: isStream ? 0 : statOf(manifest).size,
    files: isStream ? [] : [manifest],
    leftOut: [],
    noInput: () =>
      new ManifestError(`Cannot pack ${name}: it holds no records`, {
        code: "no-input",
        file: manifest,
        hint: "write one JSON object a line",
      }),
    whereIs,
    async *records(): AsyncIterable<InputRecord> {
      for await (const { bytes, number, end } of manifestLines(manifest)) {
        if (bytes !== undefined && isBlank(bytes)) continue;
        yield {
          where: whereIs(number),
          source: manifest,
          line: number,
          ordinal: number,
          position: end,
          load: () => parser.parse(bytes, number),
        };
      }
    },
  };
}

/** Nothing but white space, or a byte order mark. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d) ||
    (bytes.length === 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf);
}
