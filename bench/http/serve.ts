/**
 * Serves one file by ranges from memory, in a process of its own: `serve.ts PATH`. Says its port.
 *
 * @module
 */
const bytes = Deno.readFileSync(Deno.args[0]!);
Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  onListen: ({ port }) => console.log(port),
}, (request) => {
  const headers = { etag: '"bench"', "accept-ranges": "bytes" };
  const found = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (found === null) return new Response(bytes, { headers });
  const [, from = "", to = ""] = found;
  const start = from === "" ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const end = from === "" || to === "" ? bytes.length : Math.min(bytes.length, Number(to) + 1);
  return new Response(bytes.subarray(start, end), {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${start}-${end - 1}/${bytes.length}` },
  });
});
