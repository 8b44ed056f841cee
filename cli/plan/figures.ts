import committed from "../../plan/figures.json" with { type: "json" };
import { FormatError } from "../../errors/mod.ts";
import { type Figures, parseFigures } from "../../plan/mod.ts";
import { readRegularFile } from "../../shards/shared/read_regular_file.ts";

/** Figures, and where they are from, for people. */
export interface KnownFigures {
  readonly figures: Figures;
  readonly origin: string;
}

/**
 * The figures that `bench:table` has saved, or those that came with the library.
 *
 * @throws {FileError} when the file can't be read.
 * @throws {FormatError} `"figures"` when it isn't what `bench:table` saves.
 */
export function readFigures(path: string | undefined): KnownFigures {
  if (path === undefined) {
    return {
      figures: parseFigures(committed, "plan/figures.json"),
      origin:
        "they come with audiofield; deno task bench:table --save X.json measures your machine",
    };
  }
  return { figures: parseFigures(parseJson(path), path), origin: `saved in "${path}"` };
}

function parseJson(path: string): unknown {
  const text = new TextDecoder().decode(readRegularFile(path));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError(`Cannot use the figures in "${path}": it isn't JSON`, {
      code: "figures",
      file: path,
      cause,
      hint: "save them again with deno task bench:table --save",
    });
  }
}
