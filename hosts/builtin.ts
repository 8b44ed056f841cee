interface Builtins {
  "node:child_process": typeof import("node:child_process");
  "node:crypto": typeof import("node:crypto");
  "node:fs": typeof import("node:fs");
  "node:os": typeof import("node:os");
  "node:path": typeof import("node:path");
  "node:timers": typeof import("node:timers");
  "node:url": typeof import("node:url");
  "node:worker_threads": typeof import("node:worker_threads");
  "node:zlib": typeof import("node:zlib");
}

/** The part of `process` that Deno, Node and Bun share. */
export interface HostProcess {
  readonly platform: string;
  readonly arch: string;
  readonly pid: number;
  readonly versions: Readonly<Record<string, string | undefined>>;
  getBuiltinModule?(name: string): unknown;
  kill(processId: number, signal: number): unknown;
  on(signal: string, listener: () => void): unknown;
  exit(): never;
}

/** The process, where there is one that can look up modules. */
export function hostProcess(): HostProcess | undefined {
  const { process } = globalThis as { process?: HostProcess };
  return typeof process?.getBuiltinModule === "function" ? process : undefined;
}

/**
 * A module of the host. It is looked up when the program runs, because a static import would keep this
 * library out of browsers.
 */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  return hostProcess()!.getBuiltinModule!(name) as Builtins[Name];
}
