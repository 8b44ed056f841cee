/** The repository's own files, by their paths relative to its folder. */

/** The repository's folder, with a slash at its end. */
export const root: string = new URL("../..", import.meta.url).pathname;

/** What is built, fetched or left over by the demo. */
const skipped =
  /^(\.git|(.*\/)?node_modules|coverage|demo-out|npm\/build|kernels\/(wasm|crate\/(target|pkg.*)))$/;

/** The files below a folder whose names have this ending, sorted. */
export function filesBelow(folder: string, ending: RegExp): string[] {
  return [...walk(folder)].filter((path) => ending.test(path)).sort();
}

function* walk(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(root + folder)) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (skipped.test(path)) continue;
    if (isDirectory) yield* walk(path);
    else yield path;
  }
}
