import { hasLocks } from "./file_lock.ts";
import { hostName } from "./host_name.ts";

/** What a name says of whose file it is. */
export interface PartialOwner {
  /** The host's name; `""` where it couldn't be found out. */
  readonly host: string;
  /** The process's number. */
  readonly process: number;
  /** Whether it is locked for as long as the process has it. */
  readonly isLocked: boolean;
}

const pattern = /^\.audiofield-([A-Za-z0-9_.-]*)-(\d+)-[a-z0-9]+\.(locked|open)\.partial$/;

/** A new name; without the output's own, which may be as long as names can be. */
export function partialName(): string {
  const unique = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const state = hasLocks() ? "locked" : "open";
  return `.audiofield-${hostName()}-${processNumber()}-${unique}.${state}.partial`;
}

/** Whose file it is; nothing for the name of anything else. */
export function partialOwner(name: string): PartialOwner | undefined {
  const [, host, process, state] = pattern.exec(name) ?? [];
  if (host === undefined) return undefined;
  return { host, process: Number(process), isLocked: state === "locked" };
}

function processNumber(): number {
  const host: { process?: { pid?: number } } = globalThis;
  return host.process?.pid ?? 0;
}
