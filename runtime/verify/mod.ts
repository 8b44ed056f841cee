/**
 * Verifying `.afd` files and datasets of many: every checksum and every structural rule, padding included.
 *
 * @example Listing what is damaged
 * ```ts ignore
 * import { verifyFile } from "audiofield";
 *
 * const { ok, records, damaged } = verifyFile("speech.afd");
 * console.log(ok ? `${records} records are sound` : damaged);
 * ```
 *
 * @module
 */
export type { Damage, VerifyReport } from "./findings.ts";
export type { VerifyOptions } from "./verify_alone.ts";
export { verifyFile } from "./verify_file.ts";
