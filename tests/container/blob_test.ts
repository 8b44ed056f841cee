import assert from "node:assert/strict";
import { IntegrityError, UsageError } from "../../errors/mod.ts";
import { openAfdAsync, openDataset } from "../../runtime/mod.ts";
import { BytesField, TextField } from "../../runtime/fields/text/byte_run_field.ts";
import { BlobStorage } from "../../runtime/storage/blob.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { packed } from "./_varied.ts";

const { ir } = defineDataset("Texts", { text: field.text(), data: field.bytes() });
const bytes = packed(
  ir,
  Array.from({ length: 60 }, (_, index) => ({
    text: `text ${index} `.repeat(index * 40),
    data: new Uint8Array(index * 500).fill(index),
  })),
);
const memory = openDataset(bytes);
const all = Array.from({ length: 60 }, (_, index) => index);

Deno.test("openAfdAsync() reads what memory storage reads", async () => {
  using file = await openAfdAsync(new Blob([bytes]));
  const [text, data] = [new TextField(file, 0), new BytesField(file, 1)];
  using texts = text.allocateBatch(60);
  using runs = data.allocateBatch(60);
  await text.decodeBatchAsync(all, texts);
  await data.decodeBatchAsync(all, runs);
  assert.deepEqual(texts.values, all.map((index) => memory.field("text").decode(index)));
  assert.deepEqual(runs.values, all.map((index) => memory.field("data").decode(index)));
});

Deno.test("openAfdAsync() calls a File by its own name", async () => {
  using file = await openAfdAsync(new File([bytes], "texts.afd"));
  assert.equal(file.name, "texts.afd");
  assert.equal(file.recordCount, 60);
});

Deno.test("reading a Blob synchronously is an error that says so", async () => {
  using file = await openAfdAsync(new Blob([bytes]));
  const mustWait = (cause: unknown) => cause instanceof UsageError && cause.code === "must-wait";
  assert.throws(() => new TextField(file, 0).decode(3), mustWait);
  assert.throws(() => file.view(64, 64), mustWait);
});

Deno.test("reading a closed Blob is an error that says so", async () => {
  const file = await openAfdAsync(new Blob([bytes]));
  file.close();
  const closed = (cause: unknown) => cause instanceof UsageError && cause.code === "closed";
  await assert.rejects(() => file.prefetch([{ position: 64, length: 1 }]), closed);
  assert.throws(() => file.view(64, 64), closed);
});

Deno.test("openAfdAsync() checks the blocks that it reads", async () => {
  const damaged = bytes.slice();
  damaged[70_000]! ^= 1;
  using file = await openAfdAsync(new Blob([damaged]));
  const text = new TextField(file, 0);
  using batch = text.allocateBatch(60);
  await assert.rejects(
    () => text.decodeBatchAsync(all, batch),
    (cause) => cause instanceof IntegrityError && cause.code === "checksum",
  );
  await text.decodeBatchAsync([59], batch);
  assert.equal(batch.values[0], memory.field("text").decode(59));
});

Deno.test("decodeBatchAsync() of a Blob can run many times concurrently", async () => {
  using file = await openAfdAsync(new SlowBlob([bytes]));
  const text = new TextField(file, 0);
  await Promise.all(all.map(async (start) => {
    using batch = text.allocateBatch(8);
    const indices = Array.from({ length: 8 }, (_, row) => (start * 7 + row * row) % 60);
    await text.decodeBatchAsync(indices, batch);
    assert.deepEqual(batch.values, indices.map((index) => memory.field("text").decode(index)));
  }));
});

Deno.test("BlobStorage.prefetch() keeps what is leased, and nothing else", async () => {
  const storage = new BlobStorage(new Blob([bytes]));
  const first = await storage.prefetch([{ position: 0, length: 100 }]);
  const second = await storage.prefetch([{ position: 50, length: 70_000 }]);
  assert.equal(storage.counters.reads, 2, "the first piece isn't fetched again");
  first[Symbol.dispose]();
  assert.equal(storage.view(0, 70_000).length, 70_000);
  second[Symbol.dispose]();
  assert.throws(() => storage.view(0, 1), UsageError);
});

Deno.test("BlobStorage.prefetch() fails when the Blob can't be read, and can be tried again", async () => {
  const blob = new SlowBlob([bytes]);
  const storage = new BlobStorage(blob);
  blob.fails = true;
  await assert.rejects(() => storage.prefetch([{ position: 0, length: 1 }]), /gone/);
  blob.fails = false;
  using _lease = await storage.prefetch([{ position: 0, length: 1 }]);
  assert.equal(storage.view(0, 1)[0], 0x89);
});

/** A Blob whose answers come late and out of order, or not at all. */
class SlowBlob extends Blob {
  fails = false;

  override slice(start?: number, end?: number): Blob {
    const slice = super.slice(start, end);
    const fails = this.fails;
    slice.arrayBuffer = async () => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
      if (fails) throw new Error("gone");
      return Blob.prototype.arrayBuffer.call(slice);
    };
    return slice;
  }
}
