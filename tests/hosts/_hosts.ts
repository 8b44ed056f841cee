import { existsSync } from "node:fs";
import { denoCommandLine } from "../_deno.ts";
import { tool } from "./_tools.ts";

/** A host that runs programs. */
export interface ProgramHost {
  readonly name: string;
  /** Its command, and the arguments before a program's path. */
  readonly command: readonly [string, ...string[]];
}

/** The hosts that the packages must work in: the oldest Node that does, a later one, Bun, and Deno. */
export const programHosts: readonly ProgramHost[] = [
  { name: "Node 22", command: [tool("node22/bin/node")] },
  { name: "Node 24", command: [tool("node24/bin/node")] },
  { name: "Bun", command: [tool("bun-linux-x64/bin/bun")] },
  { name: "Deno", command: denoCommandLine(["run", "-A", "--node-modules-dir=manual"]) },
];

/** Whether a host is there; those that npm has no package of for this system are not. */
export function isThere({ command: [program] }: ProgramHost): boolean {
  return existsSync(program);
}
