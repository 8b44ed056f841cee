/** What pages download stays within its limits. It needs npm, and the packages that it has locked. */
import assert from "node:assert/strict";
import { installTools } from "../../npm/tools.ts";
import { bundles, measureBundles } from "../../tools/bundles/measure.ts";
import { projectFolder } from "../_deno.ts";

const hasTools = await installTools().then(() => true, () => false);
const suffix = hasTools ? "" : " (skipped: npm can't install the bundler)";

Deno.test({
  name: `programs in pages download at most what docs/performance.md says${suffix}`,
  ignore: !hasTools,
  async fn() {
    const sizes = await measureBundles(bundles);
    const page = Deno.readTextFileSync(`${projectFolder}/docs/performance.md`);
    bundles.forEach(({ name, most = Infinity }, at) => {
      const kB = (sizes[at]!.code + sizes[at]!.wasm) / 1000;
      console.log(`${name}: ${kB.toFixed(1)} kB`);
      assert.ok(kB > 5 && kB <= most, `${name}: ${kB} kB, at most ${most}`);
      const row = page.split("\n").find((line) => line.startsWith(`| ${name} `));
      const stated = Number(row?.split("|").at(-3));
      assert.ok(
        Math.abs(stated - kB) <= kB / 20,
        `${name}: ${kB} kB, not ${stated}: run \`deno task bundles\`, and update the table`,
      );
    });
  },
});
