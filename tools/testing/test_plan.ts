import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The processes of a test run, as arguments of `deno test`. */
export interface TestPlan {
  /** What is type-checked first. */
  readonly checked: readonly string[];
  /** The process that runs its files in parallel. */
  readonly together: readonly string[];
  /** Processes of one test file each, one after another. */
  readonly alone: readonly (readonly string[])[];
}

/** Tests of memory and garbage: other tests in the same process would be measured too. */
const measured = /_measured_test\.ts$/;

/**
 * Plans a run.
 *
 * @param targets rooms, such as `audio`, or paths; everything when empty. Flags are passed on.
 */
export function planTests(root: string, targets: readonly string[]): TestPlan {
  const flags = targets.filter((target) => target.startsWith("-"));
  const named = targets.filter((target) => !target.startsWith("-"));
  const paths = named.flatMap((target) => pathsOf(root, target));
  const searched = named.length === 0 ? ["tests"] : paths;
  const alone = searched.flatMap((path) => testsBelow(root, path)).filter((path) =>
    measured.test(path)
  );
  const ignored = alone.length === 0 ? [] : [`--ignore=${alone.join(",")}`];
  return {
    checked: named.length === 0 ? ["."] : paths,
    // Examples in doc comments are tests, too.
    together: [...flags, "--doc", "--permit-no-files", ...ignored, ...paths],
    alone: alone.map((path) => [...flags, path]),
  };
}

/** A room's tests and, for their examples, its modules; or just the path. */
function pathsOf(root: string, target: string): string[] {
  if (!existsSync(join(root, "tests", target))) return [target];
  return [`tests/${target}`, target].filter((path) => existsSync(join(root, path)));
}

function testsBelow(root: string, path: string): string[] {
  if (path.endsWith(".ts")) return [path];
  const names = readdirSync(join(root, path), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith("_test.ts")).map((name) => `${path}/${name}`).sort();
}
