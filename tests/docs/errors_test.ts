/** The page of error codes, compared with the sources that throw them. */
import assert from "node:assert/strict";
import { root } from "../architecture/_sources.ts";
import { codesInRust, codesInTypeScript, codesOfVerify } from "./_error_codes.ts";

const page = Deno.readTextFileSync(`${root}docs/errors.md`);
const verifying = "Found by verify";

Deno.test("docs/errors.md lists every error by class and code, and no other", () => {
  const thrown = new Set([...codesInTypeScript().codes, ...codesInRust()]);
  assert.ok(thrown.has("IntegrityError/checksum") && thrown.has("UsageError/closed"));
  assert.deepEqual(
    listed().filter(([section]) => section !== verifying).map((row) => row.join("/")).sort(),
    [...thrown].sort(),
  );
});

Deno.test("docs/errors.md lists what verify finds, and nothing else", () => {
  assert.deepEqual(
    listed().flatMap(([section, code]) => section === verifying ? [code] : []).sort(),
    [...codesOfVerify()].sort(),
  );
});

Deno.test("an error's code is in the source, except where another error's is passed on", () => {
  const { open } = codesInTypeScript();
  assert.deepEqual(open.map(({ path, code }) => `${path}: ${code}`), [
    // The code of a `FileError`, from its table.
    "cli/shared/terminal.ts: code",
    "errors/file_error.ts: code",
    // Codes from the kernels.
    "kernels/codec_producer.ts: code",
    "kernels/flac.ts: code",
    "kernels/input_decoder.ts: code",
    "kernels/opus.ts: code",
    // The code of the underlying error.
    "runtime/container/table.ts: cause.code",
    "runtime/fields/category/categories.ts: cause.code",
  ]);
});

Deno.test("codes in docs/errors.md are in kebab-case, explained, and each listed once", () => {
  const rows = listed();
  assert.deepEqual(rows.filter(([, code]) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code)), []);
  const seen = rows.map((row) => row.join("/"));
  assert.deepEqual(seen.filter((row, at) => seen.indexOf(row) !== at), []);
  assert.deepEqual(page.split("\n").filter((line) => /^\|.*\|\s*\|/.test(line)), []);
});

/** The page's codes, each with the section that it is in. */
function listed(): [section: string, code: string][] {
  let section = "";
  return page.split("\n").flatMap((line): [string, string][] => {
    section = /^## (.+)$/.exec(line)?.[1] ?? section;
    const code = /^\| `([^`]+)`/.exec(line)?.[1];
    return code === undefined ? [] : [[section, code]];
  });
}
