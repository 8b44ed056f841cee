/** What is in the packages: types, sizes, and what the tools for packages say. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../_deno.ts";
import { ended, run, tool } from "./_tools.ts";

/** The most that the library may take when it is installed. */
const mostBytes = 5_000_000;

/** Registers the tests. */
export function testPackages(kit: string, tarballs: () => readonly string[]): void {
  Deno.test("the library takes at most 5 MB, and has no scripts and no native code", () => {
    for (const name of ["audiofield", "@audiofield/cli"]) {
      const folder = join(kit, "node_modules", name);
      const files = filesBelow(folder);
      const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
      console.log(`${name}: ${(bytes / 1e6).toFixed(2)} MB in ${files.length} files`);
      assert.deepEqual(files.filter((path) => /\.(node|so|dll|dylib|gyp)$/.test(path)), []);
      const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      assert.equal(scripts, undefined);
      if (name === "audiofield") assert.ok(bytes <= mostBytes, `${bytes} bytes`);
    }
  });

  Deno.test("the command line doesn't bundle the library", () => {
    const folder = join(kit, "node_modules/@audiofield/cli/dist");
    const sources = readdirSync(folder).filter((name) => name.endsWith(".js.map")).flatMap((name) =>
      JSON.parse(readFileSync(join(folder, name), "utf8")).sources as string[]
    );
    assert.ok(sources.length > 100);
    const rooms = /^(audio|doors|errors|hosts|kernels|runtime|schema|shards)\//;
    assert.deepEqual(sources.filter((path) => rooms.test(path)), []);
    assert.ok(sources.some((path) => path === "cli/main.ts"));
  });

  Deno.test("publint and arethetypeswrong find nothing in the packages", async () => {
    for (const tarball of tarballs()) {
      const tools = join(projectFolder, "npm/tools/node_modules");
      const lint = join(tools, "publint/src/cli.js");
      const said = await run(tool("node24/bin/node"), [lint, tarball, "--strict"], kit);
      assert.match(said, /All good!/);
      const types = join(tools, "@arethetypeswrong/cli/dist/index.js");
      await run(tool("node24/bin/node"), [types, tarball, "--profile", "esm-only"], kit);
    }
  });

  for (const [module, moduleResolution] of [["esnext", "bundler"], ["node16", "node16"]] as const) {
    Deno.test(`a program checks with moduleResolution ${moduleResolution}, declarations too`, async () => {
      const folder = join(kit, `types_${moduleResolution}`);
      mkdirSync(folder);
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
      cpSync(join(kit, "generated"), join(folder, "generated"), { recursive: true });
      const program = readFileSync(join(projectFolder, "tests/projects/main.ts"), "utf8")
        .replaceAll("../../generated/", "./generated/").replace("../../mod.ts", "audiofield");
      writeFileSync(join(folder, "main.ts"), program);
      writeFileSync(join(folder, "doors.ts"), doorImports(kit));
      const wrong = program.replace("fields.audio.data", "fields.audio.dat");
      writeFileSync(join(folder, "wrong.ts"), wrong);
      const options = {
        module,
        moduleResolution,
        target: "es2022",
        lib: ["es2022", "esnext.disposable", "dom"],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
        allowImportingTsExtensions: true,
        erasableSyntaxOnly: true,
        verbatimModuleSyntax: true,
        isolatedModules: true,
      };
      const settings = { compilerOptions: options, include: ["*.ts", "generated/*.ts"] };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
      const compiler = tool("typescript/bin/tsc");
      const { out } = await ended(tool("node24/bin/node"), [compiler, "-p", folder], folder);
      const errors = out.trim().split("\n").filter((line) => line.includes("error TS"));
      assert.equal(errors.length, 1, out.slice(0, 4000));
      assert.match(errors[0]!, /^wrong\.ts.*Property 'dat' does not exist/);
    });
  }
}

/** A module that imports every door of both packages. */
function doorImports(kit: string): string {
  const doors = ["audiofield", "@audiofield/cli"].flatMap((name) => {
    const path = join(kit, "node_modules", name, "package.json");
    const { exports } = JSON.parse(readFileSync(path, "utf8"));
    return Object.keys(exports).filter((door) => !/\.(json|wasm|js)$|\*/.test(door))
      .map((door) => name + door.slice(1));
  });
  assert.ok(doors.length > 10);
  const lines = doors.map((door, index) => `import * as door${index} from "${door}";`);
  const uses = doors.map((_, index) => `Object.keys(door${index})`);
  return `${lines.join("\n")}\nexport const names: string[][] = [${uses.join(", ")}];\n`;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
