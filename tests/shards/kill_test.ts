/** Packing a folder survives SIGKILL: `deno task long` does this 1,000 times. */
import { type KilledCommand, KilledPacking } from "./_killed_packing.ts";

/** Commands, and how often each is killed at least: 40 times in all. */
const wanted: readonly (readonly [KilledCommand, number])[] = [
  ["pack", 16],
  ["--append", 12],
  ["--overwrite", 12],
];

for (const [command, kills] of wanted) {
  Deno.test(`${command} killed at any moment and resumed gives the same folder`, async () => {
    using packing = await KilledPacking.of(command);
    for (let done = 0; done < kills;) {
      done += (await packing.round(Math.min(6, kills - done), Math.random)).kills;
    }
  });
}

Deno.test("Ctrl-C leaves finished shards and nothing incomplete, and says how to go on", async () => {
  using packing = await KilledPacking.of("pack");
  let done = 0;
  while (done < 4 || packing.saysResume === 0) {
    done += (await packing.round(2, Math.random, "SIGINT")).kills;
  }
});
