import { system } from "../../hosts/mod.ts";
import { hostName } from "./host_name.ts";

/** Whose file it is, as its name says. */
export interface PartialOwner {
  /** The host's name; `""` if it wasn't known. */
  readonly host: string;
  /** The process ID. */
  readonly process: number;
  /** Whether the process keeps it locked while it is open. */
  readonly isLocked: boolean;
}

const pattern = /^\.audiofield-([A-Za-z0-9_.-]*)-(\d+)-[a-z0-9]+\.(locked|open)\.partial$/;

/** A new name. It leaves out the output's own, which may already be as long as names can be. */
export function partialName(): string {
  const unique = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const state = system().hasLocks ? "locked" : "open";
  return `.audiofield-${hostName()}-${processNumber()}-${unique}.${state}.partial`;
}

/** Whose partial file it is; nothing for any other name. */
export function partialOwner(name: string): PartialOwner | undefined {
  const [, host, process, state] = pattern.exec(name) ?? [];
  if (host === undefined) return undefined;
  return { host, process: Number(process), isLocked: state === "locked" };
}

/** The folder that a partial file may stand for, next to it. */
export function folderOfPartial(path: string): string {
  return path.replace(/\.(locked|open)\.partial$/, ".folder.partial");
}

function processNumber(): number {
  const host: { process?: { pid?: number } } = globalThis;
  return host.process?.pid ?? 0;
}
