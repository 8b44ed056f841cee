import { builtin, type HostProcess } from "./builtin.ts";
import type { InputStream } from "./files.ts";
import type { Host, System } from "./host.ts";
import { nodeThreads } from "./node_threads.ts";

/** Node. Deno and Bun have the same modules, and differ from it in little. */
export function nodeHost(process: HostProcess): Host & { readonly system: System } {
  const { crc32 } = builtin("node:zlib");
  return {
    name: "node",
    system: nodeSystem(process),
    threads: nodeThreads,
    // Node has it since 22.2.
    crc32: typeof crc32 === "function" ? crc32 : undefined,
    mapper: () => undefined,
  };
}

function nodeSystem(process: HostProcess): System {
  return {
    files: builtin("node:fs"),
    paths: builtin("node:path"),
    platform: process.platform,
    architecture: process.arch,
    processId: process.pid,
    tmpdir: () => builtin("node:os").tmpdir(),
    hostname: () => builtin("node:os").hostname(),
    fromFileUrl: (url) => builtin("node:url").fileURLToPath(url),
    toFileUrl: (path) => builtin("node:url").pathToFileURL(path),
    isRunning(processId) {
      try {
        process.kill(processId, 0);
        return true;
      } catch (cause) {
        return !(cause instanceof Error && "code" in cause && cause.code === "ESRCH");
      }
    },
    ignoreSignal(signal) {
      try {
        process.on(signal, () => {});
      } catch {
        // There is no such signal on Windows.
      }
    },
    mayRead: () => true,
    hasLocks: false,
    tryLock: () => undefined,
    openInput: (path) => openInput(path),
    runCommand(program, options) {
      const { spawnSync } = builtin("node:child_process");
      const { status, stdout, stderr, error } = spawnSync(program, [...options], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      return { status, stdout: stdout ?? "", stderr: stderr ?? "", error };
    },
    sha256: () => builtin("node:crypto").createHash("sha256"),
  };
}

async function openInput(path: string | undefined): Promise<InputStream> {
  const fs = builtin("node:fs");
  const descriptor = path === undefined ? 0 : await new Promise<number>((resolve, reject) => {
    fs.open(path, "r", (cause, opened) => cause === null ? resolve(opened) : reject(cause));
  });
  return {
    read: (into) =>
      new Promise((resolve, reject) => {
        fs.read(descriptor, into, 0, into.length, null, (cause, count) => {
          if (cause !== null) reject(cause);
          else resolve(count === 0 ? null : count);
        });
      }),
    close: () => path === undefined ? undefined : fs.closeSync(descriptor),
  };
}
