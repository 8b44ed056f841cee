import assert from "node:assert/strict";
import { openSpeechAsync } from "../../generated/speech.ts";
import { allLeases } from "../../runtime/mod.ts";
import { Folder, speechFile } from "./_speech.ts";

class Lease implements Disposable {
  disposed = 0;

  [Symbol.dispose](): void {
    this.disposed++;
  }
}

Deno.test("allLeases() returns every lease when it is disposed of", async () => {
  const [one, other] = [new Lease(), new Lease()];
  {
    using _leases = await allLeases([
      Promise.resolve(one),
      Promise.resolve(undefined),
      Promise.resolve(other),
    ]);
    assert.deepEqual([one.disposed, other.disposed], [0, 0]);
  }
  assert.deepEqual([one.disposed, other.disposed], [1, 1]);
});

Deno.test("allLeases() returns the others when one fails, even those that come later", async () => {
  const [early, late] = [new Lease(), new Lease()];
  const failure = new Error("no");
  const leases = allLeases([
    Promise.resolve(early),
    Promise.reject(failure),
    new Promise<Disposable>((resolve) => setTimeout(() => resolve(late), 1)),
  ]);
  await assert.rejects(leases, failure);
  assert.deepEqual([early.disposed, late.disposed], [1, 1]);
});

Deno.test("toRecordAsync() holds nothing of a blob afterwards, whether or not it succeeds", async () => {
  using folder = new Folder();
  const bytes = Deno.readFileSync(speechFile(folder, [100_000, 5]));
  using speech = await openSpeechAsync(new Blob([bytes]));
  await speech.toRecordAsync(0);
  await assert.rejects(speech.toRecordAsync(2), { code: "no-such-record" });
  assert.throws(() => speech.audio.decode(0), { code: "must-wait" });
});
