/**
 * Prints what is alive at the end of planning and of packing a folder, in bytes, as JSON. Run with
 * `--v8-flags=--expose-gc`; the arguments are the folder of inputs and the one to pack into.
 *
 * @module
 */
import { defineDataset, field } from "../../schema/mod.ts";
import { writePlan } from "../../shards/plan/write_plan.ts";
import { packShard } from "../../shards/shard/pack_shard.ts";
import { folderSource } from "../../shards/sources/folder_source.ts";

const [input = "", output = ""] = Deno.args;
const { gc } = globalThis as unknown as { gc(): void };
const { ir } = defineDataset("Clips", {
  audio: field.waveform(),
  text: field.text({ default: "" }),
  id: field.text({ means: "key" }),
});

function alive(): number {
  gc();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

let planning = 0;
let packing = 0;
await (async () => {
  const source = folderSource(input, ir, { encoded: new Set(), requireText: false });
  await writePlan(output, {
    ir,
    source,
    input: { kind: "folder", path: input },
    inputFolder: input,
    rules: {
      onError: "fail",
      onClipping: "error",
      acceptTruncated: false,
      requireText: false,
      minSeconds: 0,
    },
    size: {},
    onInput(position) {
      if (position === source.total) planning = alive();
    },
  });
})();
let inputs = 0;
await packShard(output, 0, {
  onInput(progress) {
    inputs = progress.inputs;
    if (inputs % 1000 === 0) packing = alive();
  },
});
console.log(JSON.stringify({ inputs, planning, packing }));
