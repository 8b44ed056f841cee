/** A worker that ends when it opens a file called so. */
import process from "node:process";
import { system } from "../../hosts/mod.ts";
import { runPackWorker } from "../../shards/pool/pack_worker.ts";

const files = system().files as unknown as { openSync(path: string, flags: string): number };
const { openSync } = files;
files.openSync = (path, flags) => {
  if (path.includes("deadly")) process.exit(7);
  return openSync(path, flags);
};

runPackWorker(() => Promise.resolve({}));
