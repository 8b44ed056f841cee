/**
 * Prints what pages download, for `docs/performance.md`: `deno task bundles`.
 *
 * @module
 */
import { bundles, measureBundles } from "./measure.ts";
import { printBundles } from "./table.ts";

console.log(printBundles(bundles, await measureBundles(bundles)));
