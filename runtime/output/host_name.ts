import { hostModule } from "../hosts/host.ts";

let found: string | undefined;

/**
 * This host's name, as file names can hold it; `""` where it may not be asked for. No permission is
 * asked for, either.
 */
export function hostName(): string {
  return found ??= read().replaceAll(/[^A-Za-z0-9_.-]/g, "_").slice(0, 64);
}

function read(): string {
  try {
    if (typeof Deno !== "undefined") {
      const { state } = Deno.permissions.querySync({ name: "sys", kind: "hostname" });
      return state === "granted" ? Deno.hostname() : "";
    }
    return hostModule("node:os")?.hostname() ?? "";
  } catch {
    return "";
  }
}
