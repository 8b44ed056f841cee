import { FileError } from "../errors/mod.ts";
import { host } from "../hosts/mod.ts";
import type { KernelName } from "./kernel_names.ts";

/** Whether the file at `url` can be read without waiting. */
export function isLocal(url: URL): boolean {
  return url.protocol === "file:" && host.system !== undefined;
}

/**
 * Reads a module's file, which {@link isLocal}.
 *
 * @throws {FileError} `"no-permission"`, naming the path that Deno must be allowed to read, or
 *   `"kernels-missing"`.
 */
export function readKernel(name: KernelName, url: URL): Uint8Array<ArrayBuffer> {
  const { files, fromFileUrl } = host.system!;
  const path = fromFileUrl(url);
  try {
    return files.readFileSync(path) as Uint8Array<ArrayBuffer>;
  } catch (cause) {
    throw unreadable(name, path, cause);
  }
}

function unreadable(name: KernelName, file: string, cause: unknown): FileError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (
    code === "EACCES" || code === "EPERM" || code === "ERR_ACCESS_DENIED" ||
    (cause instanceof Error && cause.name === "NotCapable")
  ) {
    return new FileError(`Cannot load the kernels "${name}": reading "${file}" isn't permitted`, {
      code: "no-permission",
      file,
      hint: `run with --allow-read=${host.system!.paths.dirname(file)}, or ` +
        `import "audiofield/embedded"`,
      cause,
    });
  }
  const isMissing = code === "ENOENT" || code === "ENOTDIR";
  return new FileError(
    `Cannot load the kernels "${name}" from "${file}": ` +
      (isMissing ? "there is no such file" : reason),
    {
      code: "kernels-missing",
      file,
      hint: "keep the folder `wasm` of the package beside its code; where a bundler moved the " +
        'code, pass `init({ wasm })`, or import "audiofield/embedded"',
      cause,
    },
  );
}
