/** Links in the documentation, and paths named in it and in the sources, lead somewhere. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow, root } from "../architecture/_sources.ts";
import { anchorsOf, linksOf } from "./_markdown.ts";

const pages = filesBelow("", /\.md$/);
const read = (path: string) => Deno.readTextFileSync(root + path);

/** Why a page's link is dead; nothing if it isn't. */
function fault(page: string, link: string): string | undefined {
  const [path = "", anchor] = decodeURI(link).split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(root + target)) return `${page}: there is no ${target} (${link})`;
  if (anchor === undefined || !target.endsWith(".md") || anchorsOf(read(target)).has(anchor)) {
    return;
  }
  return `${page}: ${target} has no heading #${anchor} (${link})`;
}

Deno.test("relative links and their anchors lead somewhere", () => {
  const links = pages.flatMap((page) => linksOf(read(page)).map((link) => [page, link] as const));
  const local = links.filter(([, link]) => !/^[a-z]+:/.test(link));
  assert.ok(local.length > 50);
  assert.deepEqual(local.flatMap(([page, link]) => fault(page, link) ?? []), []);
});

Deno.test("dead links are found", () => {
  const page = [
    "# A `code` title, and more",
    "## Twice",
    "## Twice",
    "[a](b.md#c) `[no](link.md)` ![i](<d e.png>) [f]: x",
    "```md",
    "[no](link.md)",
    "# No heading",
    "```",
    "[g]: h.md",
  ].join("\n");
  assert.deepEqual(linksOf(page.replace("d e", "d%20e")), ["b.md#c", "d%20e.png", "h.md"]);
  assert.deepEqual([...anchorsOf(page)], ["a-code-title-and-more", "twice", "twice-1"]);
  assert.match(fault("README.md", "docs/cli.md#no-such") ?? "", /has no heading #no-such/);
  assert.match(fault("docs/cli.md", "missing.md") ?? "", /there is no docs\/missing\.md/);
  assert.equal(fault("docs/cli.md", "../README.md#commands"), undefined);
});

Deno.test("files of the project that documentation and comments name exist", () => {
  const named =
    /(?<![\w./-])((?:docs|tests|bench|examples|kernels|tools)\/[\w/.-]+\.(?:md|ts|rs|py))\b/g;
  // These contain examples of their own.
  const examples = [
    "tests/docs/links_test.ts",
    "tests/architecture/import_graph_test.ts",
    "tests/tools/run_tests_test.ts",
  ];
  const sources = [...pages, ...filesBelow("", /\.(ts|rs)$/)]
    .filter((path) => !examples.includes(path));
  const missing = sources.flatMap((path) =>
    [...read(path).matchAll(named)].filter(([, file]) => !existsSync(root + file))
      .map(([, file]) => `${path}: there is no ${file}`)
  );
  assert.deepEqual(missing, []);
});
