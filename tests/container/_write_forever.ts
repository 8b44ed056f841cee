/** Run by `kill_test.ts`: writes a dataset of 40 records to a path over and over. */
import { pack } from "./_varied.ts";
import { Small, smallRecord } from "./_small.ts";

const records = Array.from({ length: 40 }, (_, index) => smallRecord(index));
console.log("begin");
while (true) pack(Deno.args[0]!, Small.ir, records);
