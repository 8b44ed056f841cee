import { ManifestError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { statOf } from "../shared/paths.ts";
import { inputName, isInputPipe } from "../shared/standard_stream.ts";
import { inputLines } from "../shared/input_lines.ts";
import { ManifestParser } from "./manifest_parser.ts";
import type { MissingFile } from "./values/missing_files.ts";
import type { PathRoot } from "./values/path_root.ts";
import type { InputReader, InputRecord, RecordSource } from "./record_source.ts";

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
    /** Its encoding, if it has no byte order mark; UTF-8 by default. */
    readonly textEncoding?: string | undefined;
  },
): RecordSource {
  const parser = new ManifestParser(manifest, options);
  const isStream = isInputPipe(manifest);
  const name = inputName(manifest);
  const whereIs = (line: number) => lineOf(manifest, line);
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
        const { bytes, number, end } of inputLines(
          manifest,
          options.onWait ?? (() => {}),
          options.textEncoding,
        )
      ) {
        if (bytes !== undefined && isBlank(bytes)) continue;
        yield lineInput(manifest, {
          line: number,
          position: end,
          load: (onFile) => parser.parse(bytes, number, onFile),
          save: () => savedLine(bytes, number),
        });
      }
    },
  };
}

/** Makes the inputs of a manifest from the lines that were kept. */
export function manifestInputs(
  manifest: string,
  options: { readonly ir: DatasetIr; readonly root: PathRoot | undefined },
): InputReader {
  const parser = new ManifestParser(manifest, options);
  return (saved, { position }) => {
    const { line } = saved as SavedLine;
    return lineInput(manifest, {
      line,
      position,
      load: (onFile) => parser.parse(bytesOf(saved as SavedLine), line, onFile),
      save: () => saved,
    });
  };
}

interface LineOptions {
  readonly line: number;
  readonly position: number;
  load(onFile?: (path: string) => void): Record<string, unknown> | MissingFile;
  /** Made only for plans: a manifest may have a million lines. */
  save(): object;
}

function lineInput(manifest: string, { line, position, load, save }: LineOptions): InputRecord {
  return {
    where: lineOf(manifest, line),
    source: manifest,
    line,
    ordinal: line,
    position,
    load: (_note, onFile) => load(onFile),
    get saved() {
      return save();
    },
  };
}

/** What is kept of a line. */
interface SavedLine {
  /** Its number, counted from 1. */
  readonly line: number;
  /** What it says; `null` if it is too long. */
  readonly text?: string | null;
  /** The same in base64, if it isn't UTF-8. */
  readonly base64?: string;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

function savedLine(bytes: Uint8Array | undefined, line: number): SavedLine {
  if (bytes === undefined) return { line, text: null };
  try {
    return { line, text: decoder.decode(bytes) };
  } catch {
    return { line, base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
  }
}

function bytesOf({ text, base64 }: SavedLine): Uint8Array | undefined {
  if (base64 !== undefined) {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  }
  return text === null || text === undefined ? undefined : encoder.encode(text);
}

function lineOf(manifest: string, line: number): string {
  return `Line ${line} of ${inputName(manifest)}`;
}

/** Nothing but white space, or a byte order mark. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d) ||
    (bytes.length === 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf);
}
