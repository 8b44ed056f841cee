/** Blocks that stay between visits, in a store that works like Cache Storage. */
import assert from "node:assert/strict";
import { openDataset, openDatasetAsync } from "../../runtime/mod.ts";
import { Folder, speechFile } from "../runtime/_speech.ts";
import { startServer } from "./_server.ts";

/** 60 clips of 20,000 samples: 2.4 MB. */
const bytes = speechBytes();
const whole = openDataset(bytes);

function speechBytes(): Uint8Array<ArrayBuffer> {
  using folder = new Folder();
  return Deno.readFileSync(speechFile(folder, Array.from({ length: 60 }, () => 20_000)));
}

class MemoryStore {
  readonly kept = new Map<string, Uint8Array<ArrayBuffer>>();
  isBroken = false;

  match(url: string): Promise<Response | undefined> {
    if (this.isBroken) return Promise.reject(new Error("broken"));
    const found = this.kept.get(url);
    return Promise.resolve(found && new Response(found.slice()));
  }

  async put(url: string, response: Response): Promise<void> {
    if (this.isBroken) throw new Error("full");
    this.kept.set(url, new Uint8Array(await response.arrayBuffer()));
  }
}

/** Reads all records, and returns the requests after opening. */
async function visit(url: string, store: MemoryStore): Promise<number> {
  let requests = -1;
  const counting: typeof fetch = (...args) => {
    requests++;
    return fetch(...args);
  };
  using dataset = await openDatasetAsync(url, { cache: { store }, fetch: counting });
  for (const index of [59, 3, 30, 31]) {
    assert.deepEqual(await dataset.toRecordAsync(index), whole.toRecord(index));
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
  return requests;
}

Deno.test("a second visit takes what it reads from the store", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  const store = new MemoryStore();
  assert.ok(await visit(url, store) >= 3);
  assert.equal(await visit(`${url}?signature=2`, store), 0);
  const size = store.kept.size;
  server.serve("/a.afd", bytes, '"two"');
  assert.ok(await visit(url, store) >= 3, "another version");
  assert.ok(store.kept.size > size);
});

Deno.test("a store that fails, is cut short or is damaged changes nothing but the requests", async () => {
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  const store = new MemoryStore();
  store.isBroken = true;
  assert.ok(await visit(url, store) >= 3);
  store.isBroken = false;
  await visit(url, store);
  for (const [kept, content] of store.kept) store.kept.set(kept, content.slice(0, 100));
  assert.ok(await visit(url, store) >= 3);
  for (const [kept, content] of store.kept) store.kept.set(kept, content.map((byte) => byte ^ 1));
  using dataset = await openDatasetAsync(url, { cache: { store } });
  await assert.rejects(dataset.toRecordAsync(30), { code: "checksum" });
  assert.deepEqual(await dataset.toRecordAsync(30), whole.toRecord(30));
});

Deno.test("without an ETag, nothing is kept", async () => {
  await using server = await startServer();
  server.files.set("/a.afd", { bytes });
  const store = new MemoryStore();
  await visit(`${server.origin}/a.afd`, store);
  assert.equal(store.kept.size, 0);
});
