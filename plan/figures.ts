import { FormatError } from "../errors/mod.ts";
import { STORAGE_STRATEGIES, type StorageStrategy } from "./strategy.ts";

/**
 * What reading a ten-second clip of 16 kHz mono speech costs in each strategy, as `bench:table`
 * measures and saves it. Plans are scaled from these, and never measure anything themselves.
 */
export interface Figures {
  /** What they were measured on, for people. */
  readonly machine: string;
  /** One for each strategy; one that couldn't be measured is left out. */
  readonly rows: readonly FigureRow[];
}

/** One strategy's figures. */
export interface FigureRow {
  /** The strategy. */
  readonly name: StorageStrategy;
  /** Bytes of the clip's payload. */
  readonly bytes: number;
  /** Milliseconds that one thread takes to read and decode the clip from the page cache. */
  readonly decodeMs: number;
  /** Clips that one thread reads in a second, in batches. */
  readonly recordsPerSecond: number;
}

/** The clip that figures are of. */
export const FIGURE_CLIP = { seconds: 10, sampleRate: 16_000, channels: 1, bits: 16 } as const;

/**
 * Takes figures out of a parsed JSON document; keys that aren't known are ignored.
 *
 * @param file What to call the document in errors.
 * @throws {FormatError} `"figures"` when it isn't what `bench:table` saves.
 */
export function parseFigures(document: unknown, file: string): Figures {
  const { machine, rows } = asObject(document) ?? {};
  if (typeof machine !== "string") throw wrong(file, "machine", "a string");
  if (!Array.isArray(rows)) throw wrong(file, "rows", "a list");
  return { machine, rows: rows.map((row, index) => parseRow(row, { file, index })) };
}

function parseRow(row: unknown, { file, index }: { file: string; index: number }): FigureRow {
  const fields = asObject(row) ?? {};
  const name = STORAGE_STRATEGIES.find((strategy) => strategy === fields["name"]);
  if (name === undefined) {
    throw wrong(file, `rows[${index}].name`, `one of ${STORAGE_STRATEGIES.join(", ")}`);
  }
  const positive = (key: string) => {
    const value = fields[key];
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
    throw wrong(file, `rows[${index}].${key}`, "a positive number");
  };
  return {
    name,
    bytes: positive("bytes"),
    decodeMs: positive("decodeMs"),
    recordsPerSecond: positive("recordsPerSecond"),
  };
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : undefined;
}

function wrong(file: string, path: string, wanted: string): FormatError {
  return new FormatError(`Cannot use the figures of "${file}": "${path}" isn't ${wanted}`, {
    code: "figures",
    file,
    wanted,
    hint: "save them again with deno task bench:table --save",
  });
}
