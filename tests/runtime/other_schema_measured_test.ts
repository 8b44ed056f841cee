/** Counts the process's open files: nothing else may open any at the same time. */
import assert from "node:assert/strict";
import { openSpeech } from "../../generated/speech.ts";
import { createDatasetWriter } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { errorOf, Folder } from "./_speech.ts";

const canCount = Deno.build.os === "linux";

Deno.test({
  name: `openSpeech() releases the file if the schema differs${
    canCount ? "" : " (skipped: open files can only be counted on Linux)"
  }`,
  ignore: !canCount,
  fn() {
    using folder = new Folder();
    const path = folder.file("other.afd");
    createDatasetWriter(path, { ir: defineDataset("Speech", { audio: field.waveform() }).ir })
      .finish();
    const open = () => [...Deno.readDirSync("/proc/self/fd")].length;
    const before = open();
    for (let count = 0; count < 20; count++) {
      errorOf(() => openSpeech(path, { storage: "positioned" }));
    }
    assert.equal(open(), before);
  },
});
