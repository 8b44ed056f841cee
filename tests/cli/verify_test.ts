import assert from "node:assert/strict";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

async function packed(): Promise<Workspace> {
  const workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  for (let clip = 10; clip < 40; clip++) {
    workspace.write(`clips/${clip}.wav`, wavOf(noise(2000, clip)));
  }
  assert.equal((await workspace.run(["pack", "speech.schema.ts", "clips", "a.afd"])).code, 0);
  return workspace;
}

Deno.test("verify says what it checked", async () => {
  using workspace = await packed();
  const { code, stdout, stderr } = await workspace.run(["verify", "a.afd"]);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.match(stdout, /^a\.afd: sound\n {2}checked all 30 records, \d+ kB: every checksum/);
  const json = await workspace.run(["verify", "a.afd", "--json"]);
  assert.deepEqual(JSON.parse(json.stdout), { ok: true, records: 30, checked: 30, damaged: [] });
});

Deno.test("verify lists damage, and exits with 3", async () => {
  using workspace = await packed();
  const bytes = workspace.read("a.afd");
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  workspace.write("a.afd", bytes);
  const json = await workspace.run(["verify", "a.afd", "--json"]);
  assert.equal(json.code, 3);
  assert.equal(json.stderr, "");
  const { ok, damaged } = JSON.parse(json.stdout);
  assert.equal(ok, false);
  assert.deepEqual(damaged[0], { record: 0, field: "audio", code: "checksum" });
  const text = await workspace.run(["verify", "a.afd"]);
  assert.equal(text.code, 3);
  assert.match(text.stdout, /^a\.afd: damaged in \d+ places?\n {2}record 0, audio: checksum\n/);
  // One flipped bit makes a block of 64 KiB fail, and so every clip in it: more than are listed.
  assert.ok(damaged.length > 3);
});

Deno.test("verify caps its list, but not in JSON", async () => {
  using workspace = await packed();
  const bytes = workspace.read("a.afd");
  for (const at of [100, 70_000]) bytes[at] = (bytes[at] ?? 0) ^ 1;
  workspace.write("a.afd", bytes);
  const { damaged } = JSON.parse((await workspace.run(["verify", "a.afd", "--json"])).stdout);
  const { stdout } = await workspace.run(["verify", "a.afd"]);
  assert.ok(damaged.length > 20);
  assert.match(stdout, new RegExp(`^  and ${damaged.length - 20} more `, "m"));
});

const foreign: readonly (readonly [string, (whole: Uint8Array) => Uint8Array, string, string])[] = [
  ["an empty file", () => new Uint8Array(0), "FormatError", ""],
  ["a foreign file", () => wavOf(noise(100)), "FormatError", "not-an-afd-file"],
  ["a truncated file", (whole) => whole.subarray(0, whole.length - 1), "FormatError", "truncated"],
];

for (const [what, change, errorClass, errorCode] of foreign) {
  Deno.test(`verify, inspect and export refuse ${what}`, async () => {
    using workspace = await packed();
    workspace.write("b.afd", change(workspace.read("a.afd")));
    const label = new RegExp(`^error\\[${errorClass}/${errorCode}`);
    for (
      const args of [["verify", "b.afd"], ["inspect", "b.afd"], ["inspect", "b.afd", "--json"], [
        "export",
        "b.afd",
        "--field",
        "audio",
        "--out",
        "out",
      ]]
    ) {
      const { code, stdout, stderr } = await workspace.run(args);
      assert.equal(code, args[0] === "verify" ? 3 : 1);
      assert.equal(stdout, "");
      assert.match(stderr, label);
    }
    const { code, stdout } = await workspace.run(["verify", "b.afd", "--json"]);
    assert.equal(code, 3);
    assert.equal(JSON.parse(stdout).ok, false);
    assert.ok(!workspace.list().includes("out"));
  });
}

Deno.test("verify, inspect and export say that a file is missing", async () => {
  using workspace = new Workspace();
  for (
    const args of [["verify"], ["verify", "--json"], ["inspect"], [
      "export",
      "--field",
      "a",
      "--out",
      "b",
    ]]
  ) {
    const { code, stdout, stderr } = await workspace.run([...args, "no.afd"]);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^error\[FileError\/not-found\]: Cannot open "no\.afd"/);
  }
});
