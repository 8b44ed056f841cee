/** Many mapped files side by side: addresses, their contents, and freeing them. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { host } from "../../hosts/mod.ts";
import { MappedStorage } from "../../runtime/storage/mapped.ts";
import { MappedRange } from "../../runtime/storage/mapped_range.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { HangLimit } from "../_hang_limit.ts";
import { pack } from "./_varied.ts";

const { ir } = defineDataset("Clips", { audio: field.waveform() });
const mapper = host.mapper()!;

interface Samples {
  readonly data: Int16Array;
  readonly block: { readonly owner: object | undefined };
}

async function withFiles(count: number, run: (paths: string[]) => void | Promise<void>) {
  const folder = Deno.makeTempDirSync();
  try {
    const paths = Array.from({ length: count }, (_, number) => {
      const samples = new Int16Array(3000).fill(number + 1);
      pack(`${folder}/${number}.afd`, ir, [{ audio: { samples, sampleRate: 16_000 } }]);
      return `${folder}/${number}.afd`;
    });
    await run(paths);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("300 files held open share one range, and leave nothing behind", async () => {
  await withFiles(300, (paths) => {
    const limit = new HangLimit(5_000);
    const files = paths.map((path) => openDataset(path, { storage: "mapped" }));
    // It once took 11 s, because V8 collected garbage for each gigabyte.
    limit.check("opening them");
    assert.deepEqual(MappedRange.inUse, { count: 1, byteLength: 2 ** 31 });
    const batches = files.map((file) => file.field("audio").allocateBatch(1) as object as Samples);
    const range = batches[0]!.block.owner;
    files.forEach((file, number) => {
      const { data, block } = batches[number]!;
      file.field("audio").decodeBatch([0], batches[number]!);
      assert.ok(block.owner === range);
      assert.ok(data.every((sample) => sample === number + 1));
    });
    // Also into another file's batch, after that file was closed.
    files[0]![Symbol.dispose]();
    files[299]!.field("audio").decodeBatch([0], batches[0]!);
    assert.ok(batches[0]!.data.every((sample) => sample === 300));
    for (const [number, file] of files.entries()) {
      if (number % 2 === 0) file[Symbol.dispose]();
      else (batches[number] as object as Disposable)[Symbol.dispose]();
    }
    assert.equal(MappedRange.inUse.count, 1);
    for (const [number, file] of files.entries()) {
      file[Symbol.dispose]();
      (batches[number] as object as Disposable)[Symbol.dispose]();
    }
    assert.deepEqual(MappedRange.inUse, { count: 0, byteLength: 0 });
  });
});

Deno.test("closing one of several files frees its place, zeroed, and detaches its views", async () => {
  await withFiles(2, (paths) => {
    using kept = new MappedStorage(paths[0]!, mapper);
    const closed = new MappedStorage(paths[1]!, mapper);
    const { range } = kept;
    assert.ok(closed.range === range);
    const view = closed.view(0, 100);
    const maps = countMaps(paths[1]!);
    closed[Symbol.dispose]();
    assert.equal(view.length, 0);
    assert.equal(kept.view(0, 4)[1], 0x41);
    if (Deno.build.os === "linux") assert.deepEqual([maps, countMaps(paths[1]!)], [1, 0]);
    // Everything that is free, which includes the closed file's place.
    using all = range.allocate(range.byteLength - 65_536)!;
    assert.ok(all.bytes.subarray(-65_536).every((byte) => byte === 0));
  });
});

Deno.test("a lent file stays mapped after it is closed, until it is returned", async () => {
  await withFiles(2, (paths) => {
    using _kept = new MappedStorage(paths[0]!, mapper);
    const lending = new MappedStorage(paths[1]!, mapper);
    const { range: { address, start, size }, giveBack } = lending.lend();
    const seen = new Uint8Array(mapper.buffer(address + BigInt(start), size));
    const whole = Deno.readFileSync(paths[1]!);
    lending[Symbol.dispose]();
    assert.deepEqual(seen, whole);
    giveBack();
    assert.ok(seen.every((byte) => byte === 0));
    seen.buffer.transfer();
  });
  assert.equal(MappedRange.inUse.count, 0);
});

Deno.test("a separate range holds files side by side, as long as there is room", async () => {
  await withFiles(3, (paths) => {
    const range = new MappedRange(mapper, 2 * 65_536);
    const files = paths.slice(0, 2).map((path) => new MappedStorage(path, mapper, range));
    assert.throws(() => new MappedStorage(paths[2]!, mapper, range), /no room/);
    assert.equal(files[0]!.allocate(10).owner, undefined, "ordinary memory is used instead");
    files[0]![Symbol.dispose]();
    using last = new MappedStorage(paths[2]!, mapper, range);
    assert.deepEqual(last.view(0, last.size), Deno.readFileSync(paths[2]!));
    files[1]![Symbol.dispose]();
  });
});

/** How often a file is mapped into this process. */
function countMaps(path: string): number {
  if (Deno.build.os !== "linux") return 0;
  return Deno.readTextFileSync("/proc/self/maps").split(path).length - 1;
}
