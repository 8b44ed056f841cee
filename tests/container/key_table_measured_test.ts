/** What the keys of a file take while it is written: `docs/limits.md` says how much. */
import assert from "node:assert/strict";
import { KeyTable } from "../../runtime/container/key_table.ts";

const records = 800_000;

Deno.test("a table of keys takes at most 24 bytes per record, at any time", () => {
  const before = Deno.memoryUsage().external;
  const table = new KeyTable();
  let most = 0;
  for (let record = 0; record < records; record++) {
    const low = Math.imul(record, 0x9e37_79b1) >>> 0;
    table.add({ low, high: Math.imul(low, 0x85eb_ca6b) >>> 0 });
    // Looked at rarely: it takes a while.
    if ((record & (record + 1)) === 0 || record % 50_000 === 0) {
      most = Math.max(most, (Deno.memoryUsage().external - before) / Math.max(record, 65_536));
    }
  }
  assert.equal(table.size, records);
  const taken = (Deno.memoryUsage().external - before) / records;
  assert.ok(most <= 24, `${most} bytes per record`);
  assert.ok(taken > 8 && taken <= 24, `${taken} bytes per record`);
});
