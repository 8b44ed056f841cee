import { config } from "./places.ts";

/** The oldest Node that runs schemas in TypeScript as they are. */
export const oldestNode = "22.18.0";

/** What both packages say about themselves. */
export function shared(): Record<string, unknown> {
  return {
    version: config.version,
    license: "MIT",
    type: "module",
    keywords: ["audio", "dataset", "machine-learning", "dataloader", "speech", "webassembly"],
    engines: { node: `>=${oldestNode}` },
    sideEffects: false,
    files: ["dist", "types", "NOTICE.md"],
  };
}

/**
 * The conditions of each door.
 *
 * @param nameOf what a door is called among the bundles.
 */
export function doorExports(
  doors: Readonly<Record<string, string>>,
  nameOf: (door: string) => string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(doors).map(([door, path]) => [door, {
      types: path.replace(/^\.\//, "./types/").replace(/\.ts$/, ".d.ts"),
      default: `./dist/${nameOf(door)}.js`,
    }]),
  );
}
