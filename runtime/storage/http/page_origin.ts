import { host } from "../../../hosts/mod.ts";

/** The origin of the page that this runs in, or of its worker; nothing outside of browsers. */
export function pageOrigin(): string | undefined {
  return host.system === undefined ? globalThis.location?.origin : undefined;
}
