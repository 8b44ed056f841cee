import { host } from "../../hosts/mod.ts";

let found: string | undefined;

/**
 * This host's name, reduced to what file names can hold; `""` without the permission to read it.
 * Never prompts for that permission.
 */
export function hostName(): string {
  return found ??= read().replaceAll(/[^A-Za-z0-9_.-]/g, "_").slice(0, 64);
}

function read(): string {
  try {
    return host.system?.hostname() ?? "";
  } catch {
    return "";
  }
}
