/**
 * Builds the npm packages: `deno task npm` leaves `npm/audiofield-VERSION.tgz` and
 * `npm/audiofield-cli-VERSION.tgz`. What is built before packing stays in `npm/build/`.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { buildCommandLine } from "./command_line.ts";
import { buildLibrary } from "./library.ts";
import { pack } from "./pack.ts";
import { installTools } from "./tools.ts";
import { BUILD } from "./places.ts";

rmSync(BUILD, { recursive: true, force: true });
await installTools();
const { internals } = await buildLibrary();
await buildCommandLine(internals);
for (const name of ["audiofield"]) console.log(await pack(name));
