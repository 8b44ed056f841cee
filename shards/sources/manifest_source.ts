import { ManifestError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { statOf } from "../shared/paths.ts";
import { inputName, isInputPipe } from "../shared/standard_stream.ts";
import { inputLines } from "../shared/input_lines.ts";
import { ManifestParser } from "./manifest_parser.ts";
import type { PathRoot } from "./values/path_root.ts";
import type { InputRecord, RecordSource } from "./record_source.ts";

/**
 * The records of a `.jsonl` manifest: one JSON object per line, with the fields' names as keys. It
 * is read while records are taken from it, so its length doesn't matter, and it may be a pipe.
 *
 * @throws {FileError} when the manifest can't be read.
 */
export function manifestSource(
  manifest: string,
  options: {
    readonly ir: DatasetIr;
    /** The folder that paths must stay in, if any. */
    readonly root: PathRoot | undefined;
    /** Told if a pipe delivers nothing for two seconds. */
    readonly onWait?: (line: string) => void;
  },
): RecordSource {
  const parser = new ManifestParser(manifest, options);
  const isStream = isInputPipe(manifest);
  const name = inputName(manifest);
  const whereIs = (line: number) => `Line ${line} of ${name}`;
  return {
    // How much a pipe will deliver isn't known.
    total: isStream ? 0 : statOf(manifest).size,
    files: isStream ? [] : [manifest],
    leftOut: [],
    noInput: () =>
      new ManifestError(`Cannot pack ${name}: it holds no records`, {
        code: "no-input",
        file: manifest,
        hint: "write one JSON object per line",
      }),
    whereIs,
    async *records(): AsyncIterable<InputRecord> {
      for await (
        const { bytes, number, end } of inputLines(manifest, options.onWait ?? (() => {}))
      ) {
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
