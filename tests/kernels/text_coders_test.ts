/** The coders of text for hosts without their own. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { SmallDecoder, SmallEncoder } from "../../kernels/text/coders.ts";

Deno.test("the small coders give what the host's give, for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const bytes = new TextEncoder().encode(text);
      assert.deepEqual(new SmallEncoder().encode(text), bytes);
      assert.equal(new SmallDecoder().decode(bytes), new TextDecoder().decode(bytes));
    }),
    { numRuns: 500 },
  );
  assert.deepEqual(new SmallEncoder().encode("\ud800"), new TextEncoder().encode("\ud800"));
});
