import type { Host } from "./host.ts";
import { webThreads } from "./web_threads.ts";

/** A browser, or any other host without files. */
export function browserHost(): Host {
  return {
    name: "browser",
    system: undefined,
    threads: webThreads,
    crc32: undefined,
    mapper: () => undefined,
  };
}
