/**
 * What differs between Deno, Node, Bun and browsers. Nothing else in the library uses `Deno` or a
 * module of the host.
 *
 * @module
 */
import { FileError } from "../errors/mod.ts";
import { browserHost } from "./browser.ts";
import { hostProcess } from "./builtin.ts";
import { bunHost } from "./bun.ts";
import { denoHost } from "./deno.ts";
import type { Host, System } from "./host.ts";
import { nodeHost } from "./node.ts";

export type { Files, FileStatus, FolderEntry, InputStream, Paths } from "./files.ts";
export type { FileLock, Hasher, Host, System } from "./host.ts";
export type { MemoryMapper } from "./memory_mapper.ts";
export { decodable, isShared, sharesMemory, threadMemory } from "./shared_memory.ts";
export type { OwnThread, Thread, ThreadEntry, ThreadEvents, Threads } from "./threads.ts";

/** The host that this code runs in. */
export const host: Host = find();

/**
 * The host's system.
 *
 * @param doing what needs it, for the message: `open "a.afd"`.
 * @throws {FileError} `"no-file-system"` in a browser.
 */
export function system(doing = "use files"): System {
  if (host.system !== undefined) return host.system;
  throw new FileError(`Cannot ${doing}: there is no file system here`, {
    code: "no-file-system",
    hint: "pass the bytes themselves, or use Deno, Node or Bun",
  });
}

function find(): Host {
  const process = hostProcess();
  if (process === undefined) return browserHost();
  if (typeof Deno !== "undefined") return denoHost(process);
  return process.versions["bun"] === undefined ? nodeHost(process) : bunHost(process);
}
