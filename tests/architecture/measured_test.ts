/** Tests that measure memory, time or open files say so in their names, so that they run alone. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { filesBelow, root } from "./_sources.ts";

/** How tests ask the process, or the clock. */
const measures = new RegExp([
  ...["memoryUsage", "resourceUsage", "trace-gc", "expose-gc", "heapUsed"],
  ...["performance\\.now\\(", "Date\\.now", "hrtime"],
  ...["/proc/(self|\\$\\{[\\w.]+\\})/(fd|stat\\w*|smaps\\w*)"],
].join("|"));

/** Far-off limits against hanging, which don't disturb other tests; and this list. */
const excepted = ["tests/_hang_limit.ts", "tests/architecture/measured_test.ts"];

/** Helpers and programs of tests that this file imports or runs. */
function named(path: string): string[] {
  const text = Deno.readTextFileSync(root + path);
  return [...text.matchAll(/["'`]((?:\.{1,2}\/)*(?:\w+\/)*_\w+\.ts)["'`]/g)]
    .map(([, helper]) => normalize(join(dirname(path), helper!)))
    .filter((helper) => helper.startsWith("tests/") && existsSync(root + helper));
}

/** The file, or the helper it leads to, that measures. */
function measuring(path: string, seen: Set<string> = new Set()): string | undefined {
  if (seen.has(path) || excepted.includes(path)) return undefined;
  seen.add(path);
  if (measures.test(Deno.readTextFileSync(root + path))) return path;
  for (const helper of named(path)) {
    const found = measuring(helper, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

const files = filesBelow("tests", /_test\.ts$/);

Deno.test("a test that measures has a name that ends in _measured_test.ts", () => {
  const forgotten = files.filter((path) => !path.endsWith("_measured_test.ts")).flatMap((path) => {
    const where = measuring(path);
    return where === undefined ? [] : [`${path}: see ${where}`];
  });
  assert.deepEqual(forgotten, []);
});

Deno.test("measuring is detected through helpers, and through programs that a test runs", () => {
  const found = (path: string) => measuring(`tests/${path}`);
  assert.equal(found("runtime/gc_measured_test.ts"), "tests/runtime/_gc_trace.ts");
  assert.equal(
    found("fields/waveform/waveform_hour_measured_test.ts"),
    "tests/fields/_pack_hour.ts",
  );
  assert.equal(found("loader/workers_test.ts"), undefined);
});
