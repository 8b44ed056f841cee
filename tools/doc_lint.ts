/**
 * Lints the documentation of every export in `deno.json`: whoever imports one of them can name all
 * its types. `./runtime` exports the types that those of `.` are made of in turn. Generated modules
 * and the doors that they import are checked together with the rooms that export their types.
 *
 * @module
 */
import config from "../deno.json" with { type: "json" };

const root = new URL("..", import.meta.url);
const generated = [...Deno.readDirSync(new URL("generated", root))]
  .map(({ name }) => `generated/${name}`).filter((path) => path.endsWith(".ts")).sort();
const exported = Object.values(config.exports);
const users = ["./mod.ts", "./doors/runtime.ts", "./doors/shards.ts"];
const inner = exported.filter((path) => path.startsWith("./doors/generated/"));
const entries = [
  users,
  ...exported.filter((path) => ![...users, ...inner].includes(path)).map((path) => [path]),
  [...generated, ...inner, "runtime/mod.ts", "audio/mod.ts"],
];

const waiting = [...entries];
const failed: string[] = [];

async function lintNext(): Promise<void> {
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["doc", "--quiet", "--lint", ...entry],
      cwd: root,
    }).output();
    if (success) continue;
    failed.push(...entry);
    Deno.stderr.writeSync(stdout);
    Deno.stderr.writeSync(stderr);
  }
}

await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, lintNext));
if (failed.length > 0) {
  console.error(`The documentation of ${failed.sort().join(", ")} is incomplete`);
  Deno.exit(1);
}
console.log(`Checked the documentation of ${entries.flat().length} modules`);
