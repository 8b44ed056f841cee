/** Reading batches of features from a mapped file makes no garbage, whatever is done to them. */
import assert from "node:assert/strict";

const program = new URL("_spectral_gc_run.ts", import.meta.url).pathname;
const root = new URL("../..", import.meta.url).pathname;

for (const layout of ["binsFirst", "framesFirst"]) {
  for (const dtype of ["float16", "float32"]) {
    Deno.test(`decodeBatch() of features, ${layout}, ${dtype}, collects no garbage`, async () => {
      const folder = Deno.makeTempDirSync();
      try {
        const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
          args: [
            ...["run", "-A", "--no-check", "--config", `${root}deno.json`],
            ...["--v8-flags=--trace-gc,--expose-gc", program, `${folder}/a.afd`, layout, dtype],
          ],
          env: { NO_COLOR: "1" },
        }).output();
        const said = new TextDecoder().decode(stderr);
        assert.ok(success, said);
        const lines = new TextDecoder().decode(stdout).split("\n")
          .filter((line) => /\d ms: /.test(line));
        const forced = lines.flatMap((line, index) => line.includes("testing") ? [index] : []);
        assert.equal(forced.length, 2, "expected the two collections that the program forces");
        assert.deepEqual(lines.slice(forced[0]! + 1, forced[1]), []);
        const facts = said.split("\n").filter((line) => line.startsWith("{"))
          .map((line) => JSON.parse(line));
        const { storage, grown } = Object.assign({}, ...facts);
        assert.equal(storage, "mapped");
        // 96,000 records may not leave a byte each.
        assert.ok(grown < 96_000, `the heap grew by ${grown} bytes`);
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    });
  }
}
