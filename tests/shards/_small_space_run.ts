/**
 * Opens a dataset in a process that may have hardly more address space than it has, so that there is
 * no room to map it: FOLDER. Prints how it was read, and why mapping it was refused.
 */
import { openDataset } from "../../runtime/mod.ts";

const [folder = ""] = Deno.args;
const [pages = ""] = Deno.readTextFileSync("/proc/self/statm").split(" ");
const libc = Deno.dlopen("libc.so.6", {
  setrlimit: { parameters: ["i32", "buffer"], result: "i32" },
});
const addressSpace = 9;
const most = BigInt(pages) * 4096n + 2n ** 30n;
if (libc.symbols.setrlimit(addressSpace, new BigUint64Array([most, most])) !== 0) Deno.exit(3);

using dataset = openDataset(folder);
const values = Array.from(
  { length: dataset.recordCount },
  (_, record) => dataset.field("text").decode(record),
);
console.log(JSON.stringify({ kind: dataset.file.storage.kind, values, code: codeOfMapping() }));

function codeOfMapping(): unknown {
  try {
    openDataset(folder, { storage: "mapped" }).close();
    return undefined;
  } catch (cause) {
    return (cause as { code?: unknown }).code;
  }
}
