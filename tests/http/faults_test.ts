/** What servers, proxies and connections do wrong: it passes, or it is an error that says what to do. */
import assert from "node:assert/strict";
import { AudiofieldError } from "../../errors/mod.ts";
import { openDataset, openDatasetAsync } from "../../runtime/mod.ts";
import { Folder, speechFile } from "../runtime/_speech.ts";
import { openImpatient } from "./_impatient.ts";
import { type Answer, rangeAnswer, type Seen, startServer, type TestServer } from "./_server.ts";

/** 60 clips of 20,000 samples: 2.4 MB. */
const bytes = speechBytes();
const whole = openDataset(bytes);

function speechBytes(): Uint8Array<ArrayBuffer> {
  using folder = new Folder();
  return Deno.readFileSync(speechFile(folder, Array.from({ length: 60 }, () => 20_000)));
}

/** Reads a few records, and compares them. */
async function readsWell(dataset: Awaited<ReturnType<typeof openDatasetAsync>>): Promise<void> {
  for (const index of [3, 57, 20, 21]) {
    assert.deepEqual(await dataset.toRecordAsync(index), whole.toRecord(index), `${index}`);
  }
}

function usual(server: TestServer, seen: Seen, more: Partial<Answer>): Answer {
  const answer = server.usual(seen);
  return { ...answer, ...more, headers: { ...answer.headers, ...more.headers } };
}

/** What goes wrong only for a while: the number of the request decides. */
const passing: Readonly<Record<string, (server: TestServer, seen: Seen) => Answer | undefined>> = {
  "slow bodies": (server, seen) => usual(server, seen, { slow: 16_000 }),
  "answers out of order": (server, seen) =>
    usual(server, seen, { delay: seen.number % 2 === 0 ? 20 : 0 }),
  "connections that end after each answer": (server, seen) => usual(server, seen, { close: true }),
  "bodies without a length": (server, seen) => usual(server, seen, { chunked: true }),
  "every second connection reset": (server, seen) =>
    seen.number % 2 === 0 ? usual(server, seen, { reset: true }) : undefined,
  "every second body cut": (server, seen) =>
    seen.number % 2 === 0 ? usual(server, seen, { cutAfter: 1000 }) : undefined,
  "bodies cut after 40 kB, always": (server, seen) => usual(server, seen, { cutAfter: 40_000 }),
  "429, 500, 502, 503 and 504": (_server, { number }) =>
    number % 6 === 5 ? undefined : { status: [429, 500, 502, 503, 504][number % 6]! },
  "a server that sends half of what it is asked for, and says so": (server, seen) => {
    const { body, headers, status } = server.usual(seen);
    const found = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers?.["content-range"] ?? "")!;
    const half = body!.subarray(0, Math.ceil(body!.length / 2));
    if (seen.range!.startsWith("bytes=-") || body!.length < 40_000) return undefined;
    const range = `bytes ${found[1]}-${Number(found[1]) + half.length - 1}/${found[3]}`;
    return { status, body: half, headers: { ...headers, "content-range": range } };
  },
};

for (const [name, fault] of Object.entries(passing)) {
  Deno.test(`a dataset is read through ${name}`, async () => {
    await using server = await startServer();
    const url = server.serve("/a.afd", bytes);
    server.script = (seen) => fault(server, seen);
    using opened = await openImpatient(url);
    await readsWell(opened.dataset);
  });
}

Deno.test("a server that refuses ranges from the end is asked for the length first", async () => {
  const refusals: Answer[] = [{ status: 416 }, { status: 400 }, { status: 501 }, {
    status: 200,
    body: bytes,
  }];
  for (const refusal of refusals) {
    await using server = await startServer();
    const url = server.serve("/a.afd", bytes);
    server.script = ({ range }) => range?.startsWith("bytes=-") === true ? refusal : undefined;
    using opened = await openImpatient(url);
    assert.deepEqual(server.log.map(({ range }) => range), [
      "bytes=-61440",
      "bytes=0-63",
      `bytes=${bytes.length - 61_440}-${bytes.length - 1}`,
    ]);
    await readsWell(opened.dataset);
  }
});

Deno.test("a short file is read from a server without ranges", async () => {
  using folder = new Folder();
  const short = Deno.readFileSync(speechFile(folder, [100, 200]));
  await using server = await startServer();
  const url = server.serve("/a.afd", short);
  server.script = () => ({ status: 200, body: short });
  using opened = await openImpatient(url);
  assert.equal((await opened.dataset.toRecordAsync(1))["speaker"], 1001);
});

/** Faults that stay, and the error that they are. */
const lasting: Readonly<
  Record<string, [code: string, fault: (server: TestServer, seen: Seen) => Answer | undefined]>
> = {
  "a server or a proxy that ignores Range": [
    "no-ranges",
    () => ({ status: 200, body: bytes }),
  ],
  "another range than the one asked for": [
    "wrong-range",
    (server, seen) => usual(server, { ...seen, range: "bytes=64-127" }, {}),
  ],
  "several ranges": [
    "wrong-range",
    (server, seen) =>
      usual(server, seen, { headers: { "content-type": "multipart/byteranges; boundary=x" } }),
  ],
  "206 without a range": [
    "wrong-range",
    (server, seen) => ({ status: 206, body: server.usual(seen).body! }),
  ],
  "a compressed answer": [
    "compressed",
    (server, seen) => usual(server, seen, { headers: { "content-encoding": "br" } }),
  ],
  "an HTML page": [
    "html",
    () => ({
      status: 200,
      headers: { "content-type": "text/html; charset=utf-8" },
      body: new TextEncoder().encode("<html>Log in</html>"),
    }),
  ],
  "404": ["not-found", () => ({ status: 404 })],
  "401": ["no-permission", () => ({ status: 401 })],
  "403": ["no-permission", () => ({ status: 403 })],
  "418": ["http-status", () => ({ status: 418 })],
  "503, always": ["http-status", () => ({ status: 503 })],
  "a connection that is reset, always": ["network", () => ({ status: 206, reset: true })],
  "a body that ends at once, always": [
    "network",
    (server, seen) => usual(server, seen, { cutAfter: 0 }),
  ],
  "a length beyond 2^53": [
    "wrong-range",
    () => ({
      status: 206,
      headers: { "content-range": "bytes 99999999999938560-99999999999999999/100000000000000000" },
      body: new Uint8Array(61_440),
    }),
  ],
  "a file of 2^53 - 1 bytes": [
    "not-an-afd-file",
    (_server, { range }) => {
      const size = Number.MAX_SAFE_INTEGER;
      return range === "bytes=-61440"
        ? {
          status: 206,
          headers: { "content-range": `bytes ${size - 61_440}-${size - 1}/${size}` },
          body: new Uint8Array(61_440),
        }
        : {
          status: 206,
          headers: { "content-range": `bytes 0-65535/${size}` },
          body: new Uint8Array(65_536),
        };
    },
  ],
  "a file of 0 bytes": [
    "not-an-afd-file",
    (_server, { range }) => rangeAnswer({ bytes: new Uint8Array(0) }, range),
  ],
  "another file": [
    "not-an-afd-file",
    (_server, { range }) => rangeAnswer({ bytes: new Uint8Array(300_000) }, range),
  ],
  "a file that was cut short": [
    "truncated",
    (_server, { range }) => rangeAnswer({ bytes: bytes.subarray(0, 300_000) }, range),
  ],
};

for (const [name, [code, fault]] of Object.entries(lasting)) {
  Deno.test(`${name} is the error ${code}`, async () => {
    await using server = await startServer();
    const url = server.serve("/a.afd", bytes);
    server.script = (seen) => fault(server, seen);
    const failure = await failureOf(openImpatient(`${url}?secret=1`, { retries: 3 }));
    assert.equal(failure.code, code, failure.message);
    assert.match(failure.message, /^Cannot (open|read) "http:\/\/127\.0\.0\.1:\d+\/a\.afd\?…"/);
    assert.ok(!failure.message.includes("secret"));
    assert.ok(server.log.length <= 4 * 3, `${server.log.length} requests`);
  });

  Deno.test(`${name} after opening is an error, and passes when it passes`, async () => {
    await using server = await startServer();
    const url = server.serve("/a.afd", bytes);
    using opened = await openImpatient(url, { retries: 1 });
    server.script = (seen) => fault(server, seen);
    const failure = await failureOf(opened.dataset.toRecordAsync(3));
    assert.ok(failure instanceof AudiofieldError);
    server.script = () => undefined;
    await readsWell(opened.dataset);
  });
}

async function failureOf(promise: Promise<unknown>): Promise<AudiofieldError> {
  try {
    await promise;
  } catch (cause) {
    assert.ok(cause instanceof AudiofieldError, `not one of our errors: ${cause}`);
    return cause;
  }
  throw new assert.AssertionError({ message: "nothing was thrown" });
}

Deno.test("pauses grow, at random, and are as long as Retry-After asks for", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  const pauses: number[] = [];
  server.script = () => ({ status: 503 });
  await failureOf(openImpatient(url, { pauses, retries: 8 }));
  assert.equal(pauses.length, 8);
  pauses.forEach((pause, attempt) => {
    const longest = Math.min(16, 0.25 * 2 ** attempt);
    assert.ok(pause >= longest / 2 && pause <= longest, `${pause} s after attempt ${attempt}`);
  });
  server.log.length = 0;
  server.script = ({ number }) =>
    number === 0 ? { status: 429, headers: { "retry-after": "7" } } : undefined;
  using opened = await openImpatient(url);
  assert.deepEqual(opened.pauses, [7]);
  server.script = () => ({ status: 429, headers: { "retry-after": "3600" } });
  const failure = await failureOf(openImpatient(url));
  assert.equal(failure.code, "http-status");
  assert.match(failure.message, /asks to wait for 3600 s/);
});

Deno.test("a request during which nothing arrives is broken off, and repeated", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  // Neither an answer, nor the rest of a body.
  server.script = (seen) => usual(server, seen, seen.number === 0 ? { delay: 60_000 } : {});
  using opened = await openImpatient(url, { patience: 50 });
  assert.equal(opened.pauses.length, 1);
  server.log.length = 0;
  server.script = (seen) => usual(server, seen, seen.number === 0 ? { hangAfter: 1000 } : {});
  await readsWell(opened.dataset);
  assert.equal(opened.pauses.length, 2);
});

Deno.test("what had arrived of a broken body isn't fetched again", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  using opened = await openImpatient(url);
  server.take();
  server.script = (seen) => usual(server, seen, seen.number === 0 ? { cutAfter: 100_000 } : {});
  await opened.dataset.field("audio").prefetch([3, 4, 5, 6, 7]);
  const [first, second] = server.log.map(({ range }) => /=(\d+)-(\d+)/.exec(range!)!.map(Number));
  assert.ok(second![1]! >= first![1]! + 65_536 && second![1]! <= first![1]! + 100_000);
  assert.equal(second![2], first![2]);
});

Deno.test("a damaged block is an error, and is fetched again the next time", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  using opened = await openImpatient(url);
  server.script = (seen) => {
    const answer = server.usual(seen);
    const body = answer.body!.slice();
    body[100]! ^= 1;
    return { ...answer, body };
  };
  const failure = await failureOf(opened.dataset.toRecordAsync(30));
  assert.equal(failure.code, "checksum");
  assert.equal(failure.record, 30);
  server.script = () => undefined;
  await readsWell(opened.dataset);
  assert.deepEqual(await opened.dataset.toRecordAsync(30), whole.toRecord(30));
});
