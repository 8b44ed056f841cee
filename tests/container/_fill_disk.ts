/** Run by `full_disk_test.ts` with the path of a folder with a megabyte of space. */
import { AudiofieldError } from "../../errors/mod.ts";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";

const folder = Deno.args[0]!;
const { ir } = defineDataset("Fill", {
  id: field.uint8(),
  head: field.bytes(),
  body: field.bytes(),
});
const record = (id: number, head: number, body: number) => ({
  id,
  head: new Uint8Array(head).fill(id),
  body: new Uint8Array(body).fill(id),
});

function codeOf(run: () => void): string {
  try {
    run();
    return "none";
  } catch (cause) {
    return cause instanceof AudiofieldError ? cause.code : String(cause);
  }
}

// Records that don't fit fail; those before and after them are kept, and the file is sound.
const path = `${folder}/kept.afd`;
const writer = createDatasetWriter(path, { ir });
for (let id = 0; id < 5; id++) writer.append(record(id, 10_000, 20_000));
// Less than a buffer's worth of space: part of it is written before that fails.
Deno.writeFileSync(`${folder}/filler`, new Uint8Array(500_000));
const appendCode = codeOf(() => writer.append(record(99, 3_000_000, 5)));
Deno.removeSync(`${folder}/filler`);
for (let id = 5; id < 7; id++) writer.append(record(id, 10_000, 20_000));
const spoolCode = codeOf(() => writer.append(record(99, 5, 6_000_000)));
for (let id = 7; id < 9; id++) writer.append(record(id, 10_000, 20_000));
writer.finish();
const report = verifyFile(path);
const dataset = openDataset(path);
const ids = Array.from({ length: dataset.recordCount }, (_, id) => dataset.toRecord(id).id);
dataset[Symbol.dispose]();
Deno.removeSync(path);

// Data that fits the buffer but not the disk fails when the file is finished.
const finishCode = codeOf(() => {
  Deno.writeFileSync(`${folder}/filler`, new Uint8Array(700_000));
  const full = createDatasetWriter(`${folder}/full.afd`, { ir });
  full.append(record(1, 500_000, 10));
  full.finish();
});
Deno.removeSync(`${folder}/filler`);
const afterFailure = [...Deno.readDirSync(folder)].map(({ name }) => name);
console.log(JSON.stringify({ appendCode, spoolCode, finishCode, afterFailure, report, ids }));
