/** Packages are pinned, and the lock files agree on them. */
import assert from "node:assert/strict";
import importMap from "../../import_map.json" with { type: "json" };
import { filesBelow, root } from "./_sources.ts";

interface Lock {
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}

const whole = readLock("deno.lock");

Deno.test("every package is named with one exact version", () => {
  const sources = filesBelow("", /\.ts$/).map((path) => Deno.readTextFileSync(root + path));
  const texts = [...sources, JSON.stringify(importMap)];
  const scheme = new RegExp(`["'\`]${"npm"}:/?((?:@[\\w.-]+/)?[\\w.-]+)@([^"'\`/]+)`, "g");
  const versions = new Map<string, Set<string>>();
  for (const [, name, version] of texts.flatMap((text) => [...text.matchAll(scheme)])) {
    if (name === "audiofield") continue; // What tests call this library; no such package exists.
    versions.set(name!, (versions.get(name!) ?? new Set()).add(version!));
  }
  assert.ok(versions.has("onnxruntime-web") && versions.has("@optique/core"));
  const unpinned = [...versions].map(([name, found]) => `${name}@${[...found].join(" or ")}`)
    .filter((name) => !/^@?[^@]+@\d+\.\d+\.\d+$/.test(name));
  assert.deepEqual(unpinned, []);
});

Deno.test("the lock file of the commands agrees with that of everything", () => {
  const commands = readLock("cli/deno.lock");
  const others = Object.entries(commands.npm).filter(([name, { integrity }]) =>
    whole.npm[name]?.integrity !== integrity
  ).map(([name]) => name);
  assert.deepEqual(others, []);
  assert.ok(Object.keys(commands.npm).length > 0);
});

Deno.test("lock files cover what commands fetch on demand", () => {
  const commands = readLock("cli/deno.lock");
  for (const name of ["echarts", "@napi-rs/canvas", "ts-morph", "onnxruntime-web"]) {
    for (const [file, { specifiers }] of Object.entries({ commands, whole })) {
      const locked = Object.keys(specifiers).some((found) => found.startsWith(`npm:${name}@`));
      assert.ok(locked, `${name} isn't locked for ${file}`);
    }
  }
});

function readLock(path: string): Lock {
  return JSON.parse(Deno.readTextFileSync(root + path)) as Lock;
}
