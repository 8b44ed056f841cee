import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** A server of a folder's files on loopback, which understands ranges. */
export interface FileServer extends AsyncDisposable {
  readonly origin: string;
}

/**
 * Starts a server.
 *
 * @param isolated whether pages may share memory with workers.
 */
export function serve(folder: string, { isolated }: { isolated: boolean }): FileServer {
  const common: Record<string, string> = { "Accept-Ranges": "bytes" };
  if (isolated) {
    common["Cross-Origin-Opener-Policy"] = "same-origin";
    common["Cross-Origin-Embedder-Policy"] = "require-corp";
  }
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = normalize(decodeURIComponent(new URL(request.url).pathname));
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = await Deno.readFile(join(folder, path));
    } catch {
      return new Response("not found", { status: 404, headers: common });
    }
    const headers = {
      ...common,
      "Content-Type": types[extname(path)] ?? "application/octet-stream",
    };
    const body = request.method === "HEAD" ? null : bytes;
    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "");
    if (range === null) {
      return new Response(body, {
        headers: { ...headers, "Content-Length": String(bytes.length) },
      });
    }
    const [, first, last] = range;
    const begin = first === "" ? Math.max(0, bytes.length - Number(last)) : Number(first);
    const end = first === "" || last === ""
      ? bytes.length
      : Math.min(bytes.length, Number(last) + 1);
    return new Response(body === null ? null : bytes.subarray(begin, end), {
      status: 206,
      headers: { ...headers, "Content-Range": `bytes ${begin}-${end - 1}/${bytes.length}` },
    });
  });
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
