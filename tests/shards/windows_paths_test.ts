/** Paths of other systems, as far as they can be tested here. */
import assert from "node:assert/strict";
import { posix, win32 } from "node:path";
import { host, type Paths, type System } from "../../hosts/mod.ts";
import { filePath } from "../../runtime/storage/open_storage.ts";
import { inFolder } from "../../shards/plan/plan_paths.ts";
import { relative, resolvePath } from "../../shards/shared/paths.ts";

/** Does something with the rules for paths of another system. */
function withPaths(paths: Paths, run: () => void): void {
  const own = host.system as { -readonly [Member in keyof System]: System[Member] };
  const { paths: ownPaths } = own;
  own.paths = paths;
  try {
    run();
  } finally {
    own.paths = ownPaths;
  }
}

Deno.test("Windows: what a plan says of its inputs has forward slashes", () => {
  withPaths(win32, () => {
    assert.equal(relative("C:\\data\\speech", "C:\\data\\clips\\a b.wav"), "../clips/a b.wav");
    assert.equal(relative("C:\\data", "C:\\data\\x\\y.wav"), "x/y.wav");
    assert.equal(relative("C:\\data", "D:\\clips\\a.wav"), "D:/clips/a.wav");
    assert.equal(resolvePath("C:\\data", "x/y.wav"), "C:\\data\\x\\y.wav");
    assert.equal(resolvePath("C:\\data", "D:/clips/a.wav"), "D:/clips/a.wav");
  });
  withPaths(posix, () => assert.equal(relative("/data/speech", "/data/a\\b.wav"), "../a\\b.wav"));
});

Deno.test("Windows: names in a dataset's folder become paths there", () => {
  withPaths(win32, () => {
    assert.equal(
      inFolder("C:\\speech", "shards/000000-9f2c41ab.afd"),
      "C:\\speech\\shards\\000000-9f2c41ab.afd",
    );
  });
});

Deno.test("file: URLs are paths, whatever characters they hold", () => {
  assert.equal(filePath(new URL("file:///data/100%25%20%C3%A4.afd")), "/data/100% ä.afd");
});
