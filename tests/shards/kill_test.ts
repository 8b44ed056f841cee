/** Packing a folder survives SIGKILL: `deno task long` does this 1,000 times. */
import assert from "node:assert/strict";
import { type KilledCommand, KilledPacking } from "./_killed_packing.ts";

/** Commands, and how often each is killed at least. */
const wanted: readonly (readonly [KilledCommand, number])[] = [
  ["pack", 5],
  ["--append", 4],
  ["--overwrite", 3],
];

for (const [command, kills] of wanted) {
  Deno.test(`${command} killed at any moment and resumed gives the same folder`, async () => {
    using packing = await KilledPacking.of(command);
    let done = 0;
    while (done < kills) done += (await packing.round(3, Math.random)).kills;
    assert.ok(done >= kills);
  });
}

Deno.test("Ctrl-C leaves finished shards and nothing incomplete, and says how to go on", async () => {
  using packing = await KilledPacking.of("pack");
  let done = 0;
  while (done < 4 || packing.saysResume === 0) {
    done += (await packing.round(2, Math.random, "SIGINT")).kills;
  }
});
