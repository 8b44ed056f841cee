import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file of `tests/data/formats/` and what it holds; the README there says where it comes from. */
export interface FormatFile {
  readonly file: string;
  readonly container: string;
  readonly codec: string;
  readonly bits: number | null;
  readonly sampleRate: number;
  readonly channels: number;
  readonly format: "int16" | "int32" | "float32" | "float64";
  readonly announced: number | null;
  readonly frames: number;
  readonly sha256?: string;
  readonly samples?: readonly (readonly number[])[];
  readonly rms?: number;
}

const FOLDER = new URL("../data/formats/", import.meta.url);

/** The path of a file of `tests/data/formats/`. */
export function formatPath(file: string): string {
  return fileURLToPath(new URL(file, FOLDER));
}

/** The contents of a file of `tests/data/formats/`. */
export function formatBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(formatPath(file)));
}

/** What is known about the files. */
export const FORMAT_FILES: readonly FormatFile[] = JSON.parse(
  readFileSync(new URL("formats.json", FOLDER), "utf8"),
);
