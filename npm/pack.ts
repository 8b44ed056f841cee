import { join } from "node:path";
import { BUILD, config, NPM } from "./places.ts";
import { run } from "./tools.ts";

/** Packs a package that was put together, and returns the tarball's path. */
export async function pack(name: string): Promise<string> {
  await run("npm", ["pack", "--silent", "--pack-destination", NPM], join(BUILD, name));
  return join(NPM, `${name}-${config.version}.tgz`);
}
