import type { HostProcess } from "./builtin.ts";
import type { Host } from "./host.ts";
import { nodeHost } from "./node.ts";

/** Bun. */
export function bunHost(process: HostProcess): Host {
  return { ...nodeHost(process), name: "bun" };
}
