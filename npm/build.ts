/**
 * Builds the npm packages: `deno task npm` leaves `npm/audiofield-VERSION.tgz` and
 * `npm/audiofield-cli-VERSION.tgz`. What is built before packing stays in `npm/build/`.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { buildCommandLine } from "./command_line.ts";
import { buildLibrary, declareLibrary } from "./library.ts";
import { pack } from "./pack.ts";
import { installTools } from "./tools.ts";
import { BUILD } from "./places.ts";

rmSync(BUILD, { recursive: true, force: true });
await installTools();
await buildLibrary();
await declareLibrary(await buildCommandLine());
for (const name of ["audiofield", "audiofield-cli"]) console.log(await pack(name));
