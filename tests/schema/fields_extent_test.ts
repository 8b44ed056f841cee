/** Every kind with a payload says what bounds its lengths; otherwise, a file could claim any. */
import assert from "node:assert/strict";
import { fieldKinds } from "../../schema/mod.ts";

Deno.test("every kind with a payload bounds lengths by it", () => {
  for (const each of fieldKinds()) {
    const { kind } = each;
    const hasPayload = each.layout.members[0]?.name === "data_ptr";
    assert.equal(each.extent !== undefined, hasPayload, kind);
    if (each.extent === undefined) continue;
    const options = kind === "stems" ? { names: ["voice"] } : {};
    const { leastBytes, widest } = each.extent(each.resolve(each.canonicalize(options, "A.a")));
    assert.ok(leastBytes(2 ** 40) > 2 ** 28, kind);
    assert.ok(leastBytes(1) >= 1 && leastBytes(0) <= leastBytes(1), kind);
    assert.ok(widest >= 0 && widest <= 0xffff, kind);
  }
});
