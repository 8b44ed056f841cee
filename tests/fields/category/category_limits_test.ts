/** A field that is full: of categories, or of their bytes. */
import assert from "node:assert/strict";
import { CategoryBuilder } from "../../../runtime/output/category_builder.ts";

const place = { field: "speaker", record: 7 };

Deno.test("a category too many is refused, and those that there are can still be used", () => {
  const builder = new CategoryBuilder("a.afd", { maxCategories: 2, maxBytes: 100 });
  assert.equal(builder.add("a", place), 0);
  assert.equal(builder.add("b", place), 1);
  assert.throws(() => builder.add("c", place), {
    name: "FormatError",
    code: "too-many-categories",
    file: "a.afd",
    field: "speaker",
    record: 7,
    found: 3,
    wanted: 2,
    message: /^Cannot write "speaker" of record 7 to "a\.afd": the field would have 3 categories, /,
  });
  assert.equal(builder.add("a", place), 0);
  assert.equal(builder.entries, 2);
});

Deno.test("a category that there is no room for is refused", () => {
  const builder = new CategoryBuilder("a.afd", { maxCategories: 10, maxBytes: 9 });
  builder.add("aaaa", place);
  assert.throws(() => builder.add("äää", place), {
    code: "too-many-categories",
    found: 10,
    wanted: 9,
    message: /would have 10 bytes of categories, and a file holds at most 9/,
  });
  assert.equal(builder.add("ääa", place), 1);
});
