import assert from "node:assert/strict";
import fc from "fast-check";
import { FileError } from "../../errors/mod.ts";
import { crc32 } from "../../runtime/container/crc32.ts";
import { OutputFile } from "../../runtime/output/output_file.ts";

/** Around the sizes of a block and of the buffer. */
const size = fc.oneof(
  fc.nat(100_000),
  fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 2_500_000),
);

type Step = { write: number; seed: number } | { back: number } | { pad: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ write: size, seed: fc.nat(255) }) },
    { weight: 2, arbitrary: fc.record({ back: fc.double({ min: 0, max: 1, noNaN: true }) }) },
    { weight: 1, arbitrary: fc.record({ pad: fc.constantFrom(8, 64) }) },
  ),
  { maxLength: 12 },
);

Deno.test("OutputFile.rollBack() keeps the bytes and checksums of what remains", () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/out.bin`;
  fc.assert(
    fc.property(steps, (steps) => {
      const output = new OutputFile(path, { overwrite: true });
      const model = new Uint8Array(40_000_000);
      let length = 0;
      for (const step of steps) {
        if ("write" in step) {
          const bytes = new Uint8Array(step.write).map((_, at) => at * 7 + step.seed);
          output.write(bytes);
          model.set(bytes, length);
          length += bytes.length;
        } else if ("pad" in step) {
          output.pad(step.pad);
          const end = Math.ceil(length / step.pad) * step.pad;
          model.fill(0, length, end);
          length = end;
        } else {
          length = Math.floor(length * step.back);
          output.rollBack(length);
        }
        assert.equal(output.position, length);
      }
      assert.deepEqual(output.blockChecksums(), blockSums(model.subarray(0, length)));
      output.commit();
      const written = Deno.readFileSync(path);
      assert.equal(written.length, length);
      assert.ok(written.every((byte, at) => byte === model[at]));
    }),
    { numRuns: 25 },
  );
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["out.bin"]);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("OutputFile.abort() keeps what existed before", () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/out.bin`;
  Deno.writeTextFileSync(path, "old");
  const output = new OutputFile(path, { overwrite: true });
  output.write(new Uint8Array(3_000_000));
  output.abort();
  assert.equal(Deno.readTextFileSync(path), "old");
  assert.equal([...Deno.readDirSync(folder)].length, 1);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("OutputFile refuses a name that is taken, before and after writing", () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/out.bin`;
  const taken = (cause: unknown) => cause instanceof FileError && cause.code === "exists";
  const output = new OutputFile(path);
  output.write(new Uint8Array(100));
  Deno.writeTextFileSync(path, "someone else's");
  assert.throws(() => output.commit(), taken);
  output.abort();
  assert.throws(() => new OutputFile(path), taken);
  assert.throws(
    () => new OutputFile(folder, { overwrite: true }),
    (cause) => cause instanceof FileError && cause.code === "is-a-directory",
  );
  assert.throws(
    () => new OutputFile(`${folder}/no/such/folder/out.bin`),
    (cause) => cause instanceof FileError && cause.code === "not-found",
  );
  assert.equal(Deno.readTextFileSync(path), "someone else's");
  assert.equal([...Deno.readDirSync(folder)].length, 1);
  Deno.removeSync(folder, { recursive: true });
});

function blockSums(bytes: Uint8Array): Uint32Array {
  return Uint32Array.from(
    { length: Math.ceil(bytes.length / 65_536) },
    (_, block) => crc32(bytes.subarray(block * 65_536, (block + 1) * 65_536)),
  );
}
