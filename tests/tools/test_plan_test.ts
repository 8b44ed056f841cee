/** Which tests run together, and which run alone. */
import assert from "node:assert/strict";
import { planTests } from "../../tools/testing/test_plan.ts";
import { filesBelow, root } from "../architecture/_sources.ts";

const measured = filesBelow("tests", /_measured_test\.ts$/);

Deno.test("planTests() runs every measured test in its own process, and all others in one", () => {
  const { together, alone, checked } = planTests(root, []);
  assert.ok(measured.length > 5);
  assert.deepEqual(alone, measured.map((path) => [path]));
  // Without paths, Deno finds every test, and every example in a comment.
  assert.deepEqual(together, ["--doc", "--permit-no-files", `--ignore=${measured.join(",")}`]);
  assert.deepEqual(checked, ["."]);
});

Deno.test("planTests() of a room includes the examples in its modules", () => {
  const { together, alone, checked } = planTests(root, ["runtime", "--filter=x"]);
  const own = measured.filter((path) => path.startsWith("tests/runtime/"));
  assert.ok(own.length > 0);
  assert.deepEqual(alone, own.map((path) => ["--filter=x", path]));
  assert.deepEqual(checked, ["tests/runtime", "runtime"]);
  assert.deepEqual(together.slice(-2), ["tests/runtime", "runtime"]);
  assert.equal(together[0], "--filter=x");
});

Deno.test("planTests() takes files unchanged", () => {
  const { together, alone } = planTests(root, ["tests/plan/strategy_test.ts", measured[0]!]);
  assert.ok(together.includes("tests/plan/strategy_test.ts"));
  assert.deepEqual(alone, [[measured[0]!]]);
});
