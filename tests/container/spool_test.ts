import assert from "node:assert/strict";
import fc from "fast-check";
import { Spool } from "../../runtime/output/spool.ts";
import { TestFolder } from "../_test_folder.ts";

/** Near the limit of what a spool keeps in memory, and above it. */
const size = fc.oneof(
  fc.nat(5000),
  fc.integer({ min: 900_000, max: 1_500_000 }),
  fc.constantFrom(0, 4096, 2 ** 20, 4 * 2 ** 20, 4 * 2 ** 20 + 1, 5_000_000),
);

type Step = { write: number; seed: number } | { truncate: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ write: size, seed: fc.nat(255) }) },
    { weight: 1, arbitrary: fc.record({ truncate: fc.double({ min: 0, max: 1, noNaN: true }) }) },
  ),
  { maxLength: 10 },
);

Deno.test("Spool drains what was written and not truncated, in memory and on disk", () => {
  using folder = new TestFolder();
  fc.assert(
    fc.property(steps, (steps) => {
      using spool = new Spool(folder.file("out.afd"));
      const model = new Model();
      for (const step of steps) {
        if ("write" in step) {
          const bytes = pattern(step.write, step.seed);
          spool.write(bytes);
          model.write(bytes);
        } else {
          const length = Math.floor(step.truncate * model.length);
          spool.truncate(length);
          model.truncate(length);
        }
        assert.equal(spool.length, model.length);
      }
      model.expect(spool);
      model.expect(spool);
    }),
    { numRuns: 40 },
  );
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
});

Deno.test("Spool drains no bytes of an earlier, longer record", () => {
  using folder = new TestFolder();
  using spool = new Spool(folder.file("out.afd"));
  spool.write(pattern(10_000_000, 1));
  spool.truncate(0);
  const model = new Model();
  for (const length of [3_900_000, 700_000, 12]) {
    spool.write(pattern(length, 2));
    model.write(pattern(length, 2));
  }
  model.expect(spool);
});

/** What a spool should hold. */
class Model {
  #bytes = new Uint8Array(0);

  get length(): number {
    return this.#bytes.length;
  }

  write(bytes: Uint8Array): void {
    const longer = new Uint8Array(this.length + bytes.length);
    longer.set(this.#bytes);
    longer.set(bytes, this.length);
    this.#bytes = longer;
  }

  truncate(length: number): void {
    this.#bytes = this.#bytes.slice(0, length);
  }

  expect(spool: Spool): void {
    let at = 0;
    spool.drain((piece) => {
      const wanted = this.#bytes.subarray(at, at + piece.length);
      assert.ok(equal(piece, wanted), `from byte ${at}`);
      at += piece.length;
    });
    assert.equal(at, this.length);
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function pattern(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = (at * 31 + (at >>> 8) + seed) & 0xff;
  return bytes;
}
