import assert from "node:assert/strict";
import { lendCodec } from "../../../runtime/fields/coded/codings/codec_pool.ts";

class Counted implements Disposable {
  disposed = false;
  [Symbol.dispose](): void {
    this.disposed = true;
  }
}

Deno.test("lendCodec() lends the same codec repeatedly, but to one user at a time", () => {
  const first = lendCodec("a", () => new Counted());
  const second = lendCodec("a", () => new Counted());
  assert.notEqual(first.codec, second.codec);
  first[Symbol.dispose]();
  const again = lendCodec("a", () => new Counted());
  assert.equal(again.codec, first.codec);
  again[Symbol.dispose]();
  second[Symbol.dispose]();
  assert.equal(first.codec.disposed, true, "one of a kind is kept");
  assert.equal(second.codec.disposed, false);
});

Deno.test("lendCodec() keeps a few kinds, and drops the least recently used", () => {
  const leases = Array.from(
    { length: 20 },
    (_, kind) => lendCodec(`k${kind}`, () => new Counted()),
  );
  for (const lease of leases) lease[Symbol.dispose]();
  const kept = leases.filter(({ codec }) => !codec.disposed).length;
  assert.ok(kept > 0 && kept < 20, `${kept} of 20`);
  assert.equal(leases.at(-1)!.codec.disposed, false);
});
