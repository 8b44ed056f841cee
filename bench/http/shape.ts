/**
 * A proxy that is a slow link, in a process of its own: `shape.ts PORT ROUND_TRIP_MS MBIT_PER_S`. Bytes
 * to the client of all connections together pass at that rate, and everything is late by half a round
 * trip. Says its port.
 *
 * @module
 */
const [port, roundTrip, megabits] = Deno.args.map(Number) as [number, number, number];
const delay = roundTrip / 2;
const bytesPerMs = megabits * 1e6 / 8 / 1000;

/** When the link will have sent what it was given so far, in milliseconds. */
let freeAt = 0;

/** Bytes that the link may be given ahead: what a router would hold. */
const mostAhead = 50;

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
console.log((listener.addr as Deno.NetAddr).port);
for await (const client of listener) {
  pipeBoth(client).catch(() => {});
}

async function pipeBoth(client: Deno.Conn): Promise<void> {
  // A handshake takes a round trip before anything can be sent.
  await pause(roundTrip);
  const server = await Deno.connect({ hostname: "127.0.0.1", port });
  await Promise.all([pass(client, server, false), pass(server, client, true)]);
}

async function pass(from: Deno.Conn, to: Deno.Conn, isShaped: boolean): Promise<void> {
  let last = Promise.resolve();
  for (;;) {
    const buffer = new Uint8Array(16_384);
    const count = await from.read(buffer);
    if (count === null) break;
    const now = performance.now();
    const sentAt = isShaped ? Math.max(now, freeAt) + count / bytesPerMs : now;
    if (isShaped) freeAt = sentAt;
    const arrival = pause(sentAt + delay - now);
    last = last.then(() => arrival).then(() => writeAll(to, buffer.subarray(0, count)));
    if (isShaped && freeAt - now > mostAhead) await pause(freeAt - now - mostAhead);
  }
  await last;
  to.close();
}

async function writeAll(to: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await to.write(bytes.subarray(done));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
