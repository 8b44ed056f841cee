import assert from "node:assert/strict";
import { counted } from "../../errors/counted.ts";

Deno.test("counted() has the noun in the plural, except after one", () => {
  assert.deepEqual([0, 1, 2, 1n, 10].map((count) => counted(count, "record")), [
    "0 records",
    "1 record",
    "2 records",
    "1 record",
    "10 records",
  ]);
});
