/** What happens to a folder of shards where there is no room to map it. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { denoCommand, projectConfig } from "../_deno.ts";
import { TestFolder } from "../_test_folder.ts";
import { partsOf, writeSharded } from "./_sharded.ts";

const Texts = defineDataset("Texts", { text: field.text() });
const texts = Array.from({ length: 9 }, (_, at) => ({ text: `text ${at}` }));

Deno.test({
  name: "a folder for which there is no room in the address space is read by position",
  ignore: Deno.build.os !== "linux",
  async fn() {
    using folder = new TestFolder();
    writeSharded(folder.path, Texts.ir, partsOf(texts, [4]));
    using sound = openDataset(folder.path);
    assert.equal(sound.file.storage.kind, "mapped");
    const program = fileURLToPath(new URL("./_small_space_run.ts", import.meta.url));
    const { code, stdout, stderr } = await denoCommand(
      ["run", ...projectConfig, "-A", "--no-check", program, folder.path],
    ).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), {
      kind: "positioned",
      values: texts.map(({ text }) => text),
      code: "mapping-refused",
    });
  },
});
