import { IntegrityError } from "../../errors/mod.ts";
import { maxJsonBytes, maxJsonDepth } from "./limits.ts";

const [quote, backslash] = [0x22, 0x5c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Checks the size and the depth of a JSON text before it is parsed.
 *
 * @throws {IntegrityError} with the given code when it is too large, or nested too deeply.
 */
export function checkJson(
  bytes: Uint8Array,
  { what, file, code }: { what: string; file: string; code: string },
): void {
  const refuse = (found: number, wanted: number, unit: string) =>
    new IntegrityError(
      `Cannot open "${file}": its ${what} has ${found} ${unit}, but at most ${wanted} are allowed`,
      { code, file, found, wanted, hint: "it wasn't written by a sound writer; don't trust it" },
    );
  if (bytes.length > maxJsonBytes) throw refuse(bytes.length, maxJsonBytes, "bytes");
  const depth = depthOf(bytes);
  if (depth > maxJsonDepth) throw refuse(depth, maxJsonDepth, "levels");
}

/** How deeply arrays and objects are nested. */
function depthOf(bytes: Uint8Array): number {
  let [depth, deepest, isText] = [0, 0, false];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (isText) {
      if (byte === backslash) at++;
      else if (byte === quote) isText = false;
    } else if (byte === quote) {
      isText = true;
    } else if (byte === openBracket || byte === openBrace) {
      if (++depth > deepest) deepest = depth;
    } else if (byte === closeBracket || byte === closeBrace) {
      depth--;
    }
  }
  return deepest;
}
