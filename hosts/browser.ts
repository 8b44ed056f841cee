import type { Host } from "./host.ts";

/** A browser, or any other host without files. */
export function browserHost(): Host {
  return {
    name: "browser",
    system: undefined,
    threads: undefined,
    crc32: undefined,
    mapper: () => undefined,
  };
}
