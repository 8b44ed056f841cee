/** Redirects to signed addresses, files that are replaced, headers, origins, and aborting. */
import assert from "node:assert/strict";
import { openDataset, openDatasetAsync } from "../../runtime/mod.ts";
import { Folder, speechFile } from "../runtime/_speech.ts";
import { openImpatient } from "./_impatient.ts";
import { type Answer, rangeAnswer, type Seen, startServer, type TestServer } from "./_server.ts";

/** 60 clips of 20,000 samples: 2.4 MB. */
const bytes = speechBytes(60);
const whole = openDataset(bytes);

function speechBytes(count: number): Uint8Array<ArrayBuffer> {
  using folder = new Folder();
  return Deno.readFileSync(speechFile(folder, Array.from({ length: count }, () => 20_000)));
}

/** Serves `/a.afd` by redirects to `/signed?KEY`, as hosts of datasets do. */
class SigningServer {
  readonly url: string;
  /** The key that is valid at the moment. */
  key = 1;
  etag = '"one"';
  bytes: Uint8Array<ArrayBuffer> = bytes;
  readonly #server: TestServer;

  /** @param store where the file is, if it isn't the same server. */
  constructor(server: TestServer, store: TestServer = server) {
    this.#server = server;
    this.url = `${server.origin}/a.afd`;
    store.script = (seen) => this.#stored(seen);
    server.script = (seen) =>
      seen.target.startsWith("/a.afd")
        ? { status: 302, headers: { location: `${store.origin}/signed?key=${this.key}` } }
        : this.#stored(seen);
  }

  get redirects(): number {
    return this.#server.log.filter(({ target }) => target.startsWith("/a.afd")).length;
  }

  #stored({ target, range }: Seen): Answer {
    return target.endsWith(`key=${this.key}`)
      ? rangeAnswer({ bytes: this.bytes, etag: this.etag }, range)
      : { status: 403 };
  }
}

Deno.test("a redirect is followed once, and its address is kept until it expires", async () => {
  await using server = await startServer();
  const signing = new SigningServer(server);
  using opened = await openImpatient(signing.url);
  for (const index of [3, 30, 50]) await opened.dataset.toRecordAsync(index);
  assert.equal(signing.redirects, 1);
  signing.key = 2;
  signing.etag = '"another tag of the same file"';
  // Several requests find out at once, and the address is renewed once.
  const records = await Promise.all(
    [10, 20, 40].map((index) => opened.dataset.toRecordAsync(index)),
  );
  assert.deepEqual(records, [10, 20, 40].map((index) => whole.toRecord(index)));
  assert.equal(signing.redirects, 2);
  signing.etag = '"changed"';
  await assert.rejects(opened.dataset.toRecordAsync(45), { code: "file-replaced" });
});

Deno.test("behind a renewed address, another file is noticed by its length or its end", async () => {
  const other = bytes.slice();
  other[other.length - 20]! ^= 1;
  for (const replaced of [other, speechBytes(61)]) {
    await using server = await startServer();
    const signing = new SigningServer(server);
    using opened = await openImpatient(signing.url);
    await opened.dataset.toRecordAsync(3);
    signing.bytes = replaced;
    signing.key = 2;
    await assert.rejects(opened.dataset.toRecordAsync(30), { code: "file-replaced" });
  }
});

Deno.test("an address that can't be renewed is an error", async () => {
  await using server = await startServer();
  const signing = new SigningServer(server);
  using opened = await openImpatient(signing.url);
  const { script } = server;
  server.script = (seen) => seen.target.startsWith("/a.afd") ? { status: 401 } : script(seen);
  signing.key = 2;
  await assert.rejects(opened.dataset.toRecordAsync(30), { code: "no-permission" });
});

Deno.test("headers go to the origin of the URL, and not to where it redirects", async () => {
  await using server = await startServer();
  await using store = await startServer();
  const signing = new SigningServer(server, store);
  let asked = 0;
  using opened = await openImpatient(signing.url, {
    headers: () => ({ authorization: `Bearer ${++asked}`, "x-own": "1" }),
  });
  await opened.dataset.toRecordAsync(30);
  signing.key = 2;
  await opened.dataset.toRecordAsync(3);
  const own = server.log.map(({ headers }) => headers.get("authorization"));
  assert.deepEqual(own, ["Bearer 1", "Bearer 2"]);
  const kept = store.log.slice(1).filter(({ target }) => target.endsWith("key=1"));
  assert.ok(kept.length > 0);
  for (const { headers } of kept) {
    assert.equal(headers.has("authorization") || headers.has("x-own"), false);
  }
});

Deno.test("a file that is replaced between two requests is an error", async () => {
  const other = speechBytes(61);
  const versions = [
    { bytes, etag: '"two"' },
    { bytes: other, etag: '"one"' },
  ];
  for (const version of versions) {
    for (const conditional of [false, true]) {
      await using server = await startServer();
      using opened = await openImpatient(server.serve("/a.afd", bytes), { conditional });
      server.files.set("/a.afd", version);
      await assert.rejects(opened.dataset.toRecordAsync(30), { code: "file-replaced" });
    }
  }
});

Deno.test("without an ETag, dates are compared; without either, lengths", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  let date: string | undefined = "Tue, 01 Dec 2026 10:00:00 GMT";
  server.script = ({ range }) => {
    const answer = rangeAnswer({ bytes }, range);
    const modified = date === undefined ? {} : { "last-modified": date };
    return { ...answer, headers: { ...answer.headers, ...modified } };
  };
  using opened = await openImpatient(url);
  await opened.dataset.toRecordAsync(3);
  date = undefined;
  await opened.dataset.toRecordAsync(20);
  date = "Tue, 01 Dec 2026 10:00:01 GMT";
  await assert.rejects(opened.dataset.toRecordAsync(40), { code: "file-replaced" });
});

Deno.test("`conditional` sends If-Match with strong tags, and 412 is a file that was replaced", async () => {
  await using server = await startServer();
  using opened = await openImpatient(server.serve("/a.afd", bytes), { conditional: true });
  await opened.dataset.toRecordAsync(3);
  assert.deepEqual(server.log.map(({ headers }) => headers.get("if-match")), [
    undefined,
    ...server.log.slice(1).map(() => '"one"'),
  ]);
  server.script = () => ({ status: 412 });
  await assert.rejects(opened.dataset.toRecordAsync(30), { code: "file-replaced" });
});

Deno.test("a page of another origin sends nothing that needs permission, and asks for the length first", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  using opened = await openImpatient(url, { origin: "https://page.example" });
  await opened.dataset.toRecordAsync(30);
  assert.deepEqual(server.log.slice(0, 2).map(({ range }) => range), [
    "bytes=0-63",
    `bytes=${bytes.length - 61_440}-${bytes.length - 1}`,
  ]);
  for (const { headers, range } of server.log) {
    assert.match(range!, /^bytes=\d+-\d+$/);
    assert.equal(headers.has("if-match"), false);
  }
});

Deno.test("a page that doesn't see the length is told which header to send", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  server.script = (seen) => {
    const { status, body } = server.usual(seen);
    return { status, body: body! };
  };
  await assert.rejects(openImpatient(url, { origin: "https://page.example" }), {
    code: "hidden-length",
    message: /Access-Control-Expose-Headers/,
  });
});

Deno.test("what a browser doesn't let a page read is told from what isn't there", async () => {
  const origin = "https://page.example";
  const blocked: typeof fetch = (_url, init) =>
    init?.mode === "no-cors"
      ? Promise.resolve(new Response())
      : Promise.reject(new TypeError("Failed to fetch"));
  await assert.rejects(openImpatient("https://host/a.afd", { origin, fetch: blocked }), {
    code: "cors",
    message: /Access-Control-Allow-Origin: https:\/\/page\.example/,
  });
  const offline: typeof fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  await assert.rejects(openImpatient("https://host/a.afd", { origin, fetch: offline }), {
    code: "network",
  });
});

Deno.test("offline in the middle of an epoch, and back", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  let isOnline = true;
  const unsteady: typeof fetch = (...args) =>
    isOnline ? fetch(...args) : Promise.reject(new TypeError("Failed to fetch"));
  const options = { batchSize: 8, fields: ["audio"], prefetch: 0 } as const;
  using opened = await openImpatient(url, { fetch: unsteady, retries: 2, cache: { bytes: 0 } });
  const loader = opened.dataset.batches(options);
  const seen: number[] = [];
  await assert.rejects(async () => {
    for await (using batch of loader) {
      seen.push(...batch.indices);
      if (seen.length === 24) isOnline = false;
    }
  }, { code: "network" });
  isOnline = true;
  for await (using batch of opened.dataset.batches({ ...options, state: loader.state() })) {
    seen.push(...batch.indices);
  }
  assert.deepEqual(seen, Array.from({ length: 60 }, (_, index) => index));
});

Deno.test("names and passwords in URLs, and HTTP from HTTPS, are refused before any request", async () => {
  await assert.rejects(openDatasetAsync("https://me:secret@host/a.afd"), (cause: Error) => {
    assert.match(cause.message, /^Cannot open "https:\/\/host\/a\.afd": its URL holds a name/);
    return !cause.message.includes("secret");
  });
  await assert.rejects(
    openImpatient("http://host/a.afd", { origin: "https://page.example" }),
    { code: "mixed-content" },
  );
  await assert.rejects(openDatasetAsync(new URL("ftp://host/a.afd")), { code: "unsupported-url" });
});

Deno.test("opening what must be waited for at once is an error that says what opens it", () => {
  const refused = { code: "unsupported-url", message: /openDatasetAsync/ };
  assert.throws(() => openDataset("https://host/a.afd"), refused);
  assert.throws(() => openDataset("https://host/data/dataset.json"), refused);
  assert.throws(() => openDataset(new URL("https://host/a.afd")), refused);
  const blob = new Blob([bytes]) as unknown as string;
  assert.throws(() => openDataset(blob), { code: "invalid-source", message: /openDatasetAsync/ });
});

Deno.test("a signal ends opening, and every request after that", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  server.script = (seen) => ({ ...server.usual(seen), delay: 10_000 });
  const early = new AbortController();
  const opening = openDatasetAsync(url, { signal: early.signal });
  setTimeout(() => early.abort(new Error("enough")), 20);
  await assert.rejects(opening, /enough/);
  await assert.rejects(openDatasetAsync(url, { signal: early.signal }), /enough/);
  server.script = () => undefined;
  const late = new AbortController();
  using dataset = await openDatasetAsync(url, { signal: late.signal });
  server.script = (seen) => ({ ...server.usual(seen), delay: 10_000 });
  const reading = dataset.toRecordAsync(30);
  setTimeout(() => late.abort(new Error("enough")), 20);
  await assert.rejects(reading, /enough/);
});

Deno.test("closing a dataset ends its requests", async () => {
  await using server = await startServer();
  const dataset = await openDatasetAsync(server.serve("/a.afd", bytes));
  server.script = (seen) => ({ ...server.usual(seen), delay: 10_000 });
  const reading = dataset.toRecordAsync(30);
  setTimeout(() => dataset.close(), 20);
  await assert.rejects(reading, { name: "AbortError" });
});

Deno.test("a caller's own fetch makes the requests", async () => {
  await using server = await startServer();
  const seen: string[] = [];
  const own: typeof fetch = (url, init) => {
    seen.push(String(url));
    return fetch(`${url}?signed`, init);
  };
  using dataset = await openDatasetAsync(server.serve("/a.afd", bytes), { fetch: own });
  await dataset.toRecordAsync(3);
  assert.deepEqual([...new Set(seen)], [`${server.origin}/a.afd`]);
  for (const { target } of server.log) assert.equal(target, "/a.afd?signed");
});

Deno.test("options that don't exist, or can't have their values, are refused", async () => {
  const refused = (options: object) =>
    assert.rejects(openDatasetAsync(new Blob([bytes]), options), { code: "invalid-option" });
  await refused({ header: {} });
  await refused({ headers: { a: 1 } });
  await refused({ cache: 5 });
  await refused({ cache: { bytes: -1 } });
  await refused({ parallel: 0 });
  await refused({ retries: 1.5 });
  await refused({ conditional: "yes" });
  await refused({ signal: {} });
  await refused({ fetch: "no" });
});
