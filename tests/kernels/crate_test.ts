/** The kernels' crate passes its own tests and Rust's gates. */
import assert from "node:assert/strict";
import { cargo, obstacle } from "./_cargo.ts";

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
