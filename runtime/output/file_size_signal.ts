import { host } from "../../hosts/mod.ts";

let isIgnored = false;

/**
 * Makes a write beyond the limit on file size (`ulimit -f`) fail as on a full disk. Without a
 * listener for `SIGXFSZ`, the system would end the process.
 */
export function ignoreFileSizeSignal(): void {
  if (isIgnored) return;
  isIgnored = true;
  host.system?.ignoreSignal("SIGXFSZ");
}
