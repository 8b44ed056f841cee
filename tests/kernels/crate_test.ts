import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { CRATE } from "../../kernels/_sources.ts";

/** Compiling takes most of the time; these builds are never debugged or changed. */
const quickBuild = {
  CARGO_INCREMENTAL: "0",
  CARGO_PROFILE_DEV_DEBUG: "0",
  CARGO_PROFILE_TEST_DEBUG: "0",
};

/** Without the settings of the binaries' build, and for this machine, not WebAssembly. */
function cargo(...args: string[]): { status: number | null; output: string } {
  const env = { ...Deno.env.toObject(), ...quickBuild, CARGO_TERM_COLOR: "never" };
  const result = spawnSync("cargo", args, { cwd: fileURLToPath(CRATE), env, encoding: "utf8" });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

/** Why a gate can't run here; nothing when it can. */
function obstacle(needs: string[]): string {
  if (cargo(...needs, "--version").status !== 0) {
    return ` (skipped: ${["cargo", ...needs].join(" ")} isn't installed)`;
  }
  return fetched() ? "" : " (skipped: the crate's dependencies can't be fetched)";
}

let fetchedBefore: boolean | undefined;

function fetched(): boolean {
  return fetchedBefore ??= cargo("fetch", "--locked").status === 0;
}

function gate(name: string, needs: string[], args: string[]): void {
  const suffix = obstacle(needs);
  Deno.test({
    name: `the crate passes ${name}${suffix}`,
    ignore: suffix !== "",
    fn() {
      const { status, output } = cargo(...args);
      assert.equal(status, 0, output);
    },
  });
}

const features = ["--all-features", "--locked"];
gate("its own tests", [], ["test", ...features]);
gate("clippy", ["clippy"], ["clippy", "--all-targets", ...features, "--", "-D", "warnings"]);
gate("rustfmt", ["fmt"], ["fmt", "--check"]);
