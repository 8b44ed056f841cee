import { ManifestError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { statOf } from "../shared/paths.ts";
import { byteLines } from "./byte_lines.ts";
import { ManifestParser } from "./manifest_parser.ts";
import type { InputRecord, RecordSource } from "./record_source.ts";

/**
 * The records of a `.jsonl` manifest: one JSON object a line, its keys the fields' names. The file
 * is read as the records are taken, so that its length doesn't matter.
 *
 * @throws {FileError} when the manifest can't be read.
 */
export function manifestSource(manifest: string, ir: DatasetIr): RecordSource {
  const parser = new ManifestParser(manifest, ir);
  return {
    total: statOf(manifest).size,
    files: [manifest],
    leftOut: [],
    noInput: () =>
      new ManifestError(`Cannot pack "${manifest}": it holds no records`, {
        code: "no-input",
        file: manifest,
        hint: "write one JSON object a line",
      }),
    *records(): Iterable<InputRecord> {
      for (const { bytes, number, end } of byteLines(manifest)) {
        if (isBlank(bytes)) continue;
        yield {
          where: `Line ${number} of "${manifest}"`,
          source: manifest,
          line: number,
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
