interface HostModules {
  "node:fs": typeof import("node:fs");
  "node:os": typeof import("node:os");
  "node:worker_threads": typeof import("node:worker_threads");
  "node:zlib": typeof import("node:zlib");
  "node:path": typeof import("node:path");
}

/**
 * A module of the host (Deno, Node or Bun), or `undefined` in a browser. Looked up at run time, so
 * that this library loads where there is no file system.
 */
export function hostModule<Name extends keyof HostModules>(
  name: Name,
): HostModules[Name] | undefined {
  const host: { process?: { getBuiltinModule?: (name: string) => unknown } } = globalThis;
  return host.process?.getBuiltinModule?.(name) as HostModules[Name] | undefined;
}
