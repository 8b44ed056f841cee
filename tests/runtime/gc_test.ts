/** Reading batches from a mapped file makes no garbage: V8 itself says so. */
import assert from "node:assert/strict";

const program = new URL("_gc_run.ts", import.meta.url).pathname;
const root = new URL("../..", import.meta.url).pathname;

interface Traced {
  /** The collections between the two that the program asked for. */
  readonly collections: readonly string[];
  /** What the program says of its storage and its heap. */
  readonly facts: Readonly<Record<string, unknown>>;
}

async function traced(mode: "decode" | "windows" | "allocate"): Promise<Traced> {
  const folder = Deno.makeTempDirSync();
  try {
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "--no-check", "--config", `${root}deno.json`],
        ...["--v8-flags=--trace-gc,--expose-gc", program, `${folder}/speech.afd`, mode],
      ],
      env: { NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stderr);
    assert.ok(success, said);
    const lines = new TextDecoder().decode(stdout).split("\n").filter((line) =>
      /\d ms: /.test(line)
    );
    const forced = lines.flatMap((line, index) => line.includes("testing") ? [index] : []);
    assert.equal(forced.length, 2, "expected the two collections that the program forces");
    const facts = said.split("\n").filter((line) => line.startsWith("{")).map((line) =>
      JSON.parse(line)
    );
    return {
      collections: lines.slice(forced[0]! + 1, forced[1]),
      facts: Object.assign({}, ...facts),
    };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("decodeBatch() of 12 kB clips collects no garbage in 10,000 batches", async () => {
  const { collections, facts } = await traced("decode");
  assert.equal(facts.storage, "mapped");
  assert.equal(facts.bytes, 64 * 12_000);
  assert.ok(Number(facts.reads) > 640_000);
  assert.deepEqual(collections, []);
  // Nor was it merely too early for one: 640,000 clips may not leave a byte each.
  assert.ok(Number(facts.grown) < 640_000, `the heap grew by ${facts.grown} bytes`);
});

Deno.test("decodeWindowBatch() of random crops collects no garbage in 10,000 batches", async () => {
  const { collections, facts } = await traced("windows");
  assert.equal(facts.storage, "mapped");
  assert.deepEqual(collections, []);
  assert.ok(Number(facts.grown) < 640_000, `the heap grew by ${facts.grown} bytes`);
});

Deno.test("the same loop with an array made for each batch shows collections", async () => {
  const { collections, facts } = await traced("allocate");
  assert.equal(facts.storage, "mapped");
  assert.ok(collections.length > 0);
  assert.ok(collections.every((line) => /Scavenge|Mark-Compact|Minor/.test(line)));
});
