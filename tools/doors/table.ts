import config from "../../deno.json" with { type: "json" };
import { weigh, type Weight } from "./weigh.ts";

/** A module that people or generated modules import. */
export interface Door {
  /** Its name in the table. */
  readonly name: string;
  /** Its path from the repository's folder. */
  readonly path: string;
}

/** Every door of `deno.json`, and the generated modules of the examples. */
export const doors: readonly Door[] = [
  ...Object.entries(config.exports).map(([name, path]) => ({ name, path: path.slice(2) })),
  ...["speech", "speech_writer", "tokens", "whisper"].map((name) => ({
    name: `generated/${name}.ts`,
    path: `generated/${name}.ts`,
  })),
];

/** The weight of every door. */
export async function weighDoors(): Promise<(Door & Weight)[]> {
  return await Promise.all(doors.map(async (door) => ({ ...door, ...await weigh(door.path) })));
}

/** The table of `docs/performance.md`. */
export function printTable(weights: readonly (Door & Weight)[]): string {
  return [
    "| import | modules | kB | kB gzipped |",
    "| --- | ---: | ---: | ---: |",
    ...weights.map(({ name, modules, bytes, gzipped }) =>
      `| \`${name}\` | ${modules} | ${kilobytes(bytes)} | ${kilobytes(gzipped)} |`
    ),
  ].join("\n");
}

function kilobytes(bytes: number): string {
  return Math.round(bytes / 1000).toLocaleString("en");
}
