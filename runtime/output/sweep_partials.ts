import { system } from "../../hosts/mod.ts";
import { hostName } from "./host_name.ts";
import { folderOfPartial, type PartialOwner, partialOwner } from "./partial_name.ts";

/** A partial file that wasn't removed. */
export interface LeftPartial {
  readonly path: string;
  /** The host whose process wrote it; `""` if its name doesn't say. */
  readonly host: string;
}

/** Each folder is swept once; what is left there later is for the next run. */
const swept = new Set<string>();

let hear: ((left: LeftPartial) => void) | undefined;

/** Calls `listener` for each partial file that may still be in use, since another host wrote it. */
export function onLeftPartial(listener: (left: LeftPartial) => void): void {
  hear = listener;
}

/**
 * Removes the partial files and folders that killed processes of this host left in a folder. Processes of other
 * hosts may be alive, so their files are kept. Does nothing without permission to read the folder.
 */
export function sweepPartials(folder: string): void {
  if (swept.has(folder)) return;
  swept.add(folder);
  for (const name of namesIn(folder)) {
    const owner = partialOwner(name);
    if (owner === undefined) continue;
    const path = `${folder}/${name}`;
    if (owner.host === "" || owner.host !== hostName()) hear?.({ path, host: owner.host });
    else removeIfDead(path, owner);
  }
}

function namesIn(folder: string): string[] {
  try {
    const { mayRead, files } = system();
    return mayRead(folder) ? files.readdirSync(folder) : [];
  } catch {
    return []; // Writing there will report what is wrong.
  }
}

/** Process IDs are reused, so the lock decides if there is one. */
function removeIfDead(path: string, { process, isLocked }: PartialOwner): void {
  try {
    const { tryLock, isRunning, files } = system();
    const lock = tryLock(path);
    if (lock === "taken") return;
    const isDead = isLocked && lock !== undefined ? true : !isRunning(process);
    // Removed while it is locked, so that no other process removes it, or a new one of its name.
    if (isDead) {
      files.rmSync(folderOfPartial(path), { recursive: true, force: true });
      files.rmSync(path, { force: true });
    }
    lock?.release();
  } catch {
    // Another process was faster, or permission to remove it is missing.
  }
}
