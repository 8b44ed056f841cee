/**
 * The packages, built and installed in an empty folder, on every host that is there. Hosts that are
 * missing are skipped, and the reason is in the test's name.
 */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { testBundlers } from "./_bundler_tests.ts";
import { testCommandLine } from "./_command_line_tests.ts";
import { isThere, programHosts } from "./_hosts.ts";
import { buildPackages, fillKit, install, urlOf, writePages } from "./_kit.ts";
import { testKernels } from "./_kernel_tests.ts";
import { testPackages } from "./_package_tests.ts";
import { testServer, testTranscription } from "./_example_tests.ts";
import { serve } from "./_server.ts";
import { chromium, type Ended, ended, installTools, tool } from "./_tools.ts";
import type { Outcome } from "./kit/report.ts";

const seed = Number(Deno.env.get("AUDIOFIELD_SEED") ?? Math.floor(Math.random() * 2 ** 31));
await installTools();
const kit = Deno.makeTempDirSync({ prefix: "audiofield_hosts_" });

let tarballs: readonly string[] = [];

Deno.test.beforeAll(async () => {
  tarballs = await buildPackages();
  await install(kit, tarballs);
  await fillKit(kit, seed);
});

Deno.test.afterAll(() => rmSync(kit, { recursive: true }));

testPackages(kit, () => tarballs);
testCommandLine(kit);
testBundlers(kit);
testServer(kit);
testTranscription(kit);
testKernels(kit);

for (const host of programHosts) {
  Deno.test({
    name: `the package passes the tests for hosts in ${host.name} (AUDIOFIELD_SEED=${seed})`,
    ignore: !isThere(host),
    fn: async (t) => {
      await using server = serve(kit, { isolated: false });
      const [program, ...args] = host.command;
      await outcomes(t, await ended(program, [...args, "run.ts", server.origin], kit));
    },
  });
}

for (const isolated of [true, false]) {
  const kind = isolated ? "an isolated page" : "a page that isn't isolated";
  for (const [what, path] of [["hosts", "index.html"], ["workers", "workers.html"]] as const) {
    inChromium(`the package passes the tests for ${what} in Chromium, in ${kind}`, {
      isolated,
      path,
    });
  }
}
inChromium("a page that forbids workers", { path: "workers_csp.html#csp", isolated: false });
inChromium("a page without locks", { path: "workers_no_locks.html#no-locks", isolated: false });

/** A test that runs a page. */
function inChromium(name: string, { path, isolated }: { path: string; isolated: boolean }): void {
  Deno.test({
    name: `${name} (AUDIOFIELD_SEED=${seed})`,
    ignore: chromium() === undefined,
    fn: async (t) => {
      await writePages(kit, tool(".bin/esbuild"));
      await using server = serve(kit, { isolated });
      const driver = join(import.meta.dirname!, "drive.mjs");
      const playwright = urlOf(tool("playwright-core/index.mjs"));
      const args = [driver, playwright, chromium()!, `${server.origin}/${path}`];
      await outcomes(t, await ended(tool("node24/bin/node"), args, kit));
    },
  });
}

/** Takes what a host reported as steps of a test. */
async function outcomes(t: Deno.TestContext, { code, out, err }: Ended): Promise<void> {
  const lines = out.trim().split("\n").filter((line) => line !== "");
  const found = lines.map((line) => JSON.parse(line) as Outcome & { readonly done?: number });
  for (const { name, failure } of found.filter(({ done }) => done === undefined)) {
    await t.step(name, () => assert.equal(failure, undefined, failure));
  }
  assert.equal(found.at(-1)?.done, found.length - 1, `it ended early, with ${code}:\n${err}`);
  assert.equal(code, 0, err);
}
