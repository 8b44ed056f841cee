/**
 * Writes the types of spectral parameters from their table; with `--check`, it says whether they
 * match the table.
 *
 * @module
 */
import { kernelTypes, schemaTypes } from "./spectral/parameter_types.ts";

/** Paths from the repository's folder, and the functions that make the files' text. */
const files = {
  "schema/spectral/parameters/parameters.ts": schemaTypes,
  "kernels/feature_parameters.ts": kernelTypes,
};

const root = new URL("../", import.meta.url);
let outdated = 0;
for (const [path, text] of Object.entries(files)) {
  const wanted = await formatted(text());
  const file = new URL(path, root);
  const found = await Deno.readTextFile(file).catch(() => "");
  if (found === wanted) continue;
  if (Deno.args.includes("--check")) {
    console.error(`${path} doesn't match the table: run \`deno task gen:parameters\``);
    outdated++;
  } else {
    await Deno.writeTextFile(file, wanted);
    console.log(`wrote ${path}`);
  }
}
if (outdated > 0) Deno.exit(1);

async function formatted(text: string): Promise<string> {
  const deno = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext=ts", "--line-width=100", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = deno.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await deno.output();
  if (!success) throw new Error("deno fmt can't format the generated text");
  return new TextDecoder().decode(stdout);
}
