/** Run by `partial_test.ts`: keeps a partial file and a spool on disk until it is killed. */
import { PartialFile } from "../../runtime/output/partial_file.ts";
import { Spool } from "../../runtime/output/spool.ts";

const folder = Deno.args[0]!;
const file = new PartialFile(folder);
const spool = new Spool(`${folder}/out.afd`);
spool.write(new Uint8Array(5 * 2 ** 20));
console.log("begin");
setInterval(() => console.assert(file.descriptor >= 0 && spool.length > 0), 1000);
