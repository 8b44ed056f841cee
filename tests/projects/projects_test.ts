/**
 * The library in a user's own project, whose compiler options and import map aren't this
 * repository's: every door checks, and so does a module that was generated there.
 */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { denoCommand, projectFolder } from "../_deno.ts";

const here = join(projectFolder, "tests/projects");

for (const name of ["default", "strictest"]) {
  Deno.test(`doors, a program and its generated module check with ${name} options`, async () => {
    const project = makeProject(name);
    try {
      await generate(project);
      // The check sees types: in a copy, something is wrong.
      const program = readFileSync(join(project, "main.ts"), "utf8");
      const wrong = program.replace("fields.audio.data", "fields.audio.dat");
      writeFileSync(join(project, "wrong.ts"), wrong);
      const said = await errorsOf(project, ["doors.ts", "main.ts", "wrong.ts"]);
      assert.equal(said.match(/\[ERROR\]/g)?.length, 1, said);
      assert.match(said, /Property 'dat' does not exist/);
      assert.match(said, /\/wrong\.ts:/);
    } finally {
      Deno.removeSync(project, { recursive: true });
    }
  });
}

/** A folder far from this repository, with a project's options, its program, and all doors. */
function makeProject(name: string): string {
  const project = Deno.makeTempDirSync({ prefix: "audiofield_project_" });
  const library = pathToFileURL(projectFolder).href;
  const options = JSON.parse(readFileSync(join(here, name, "deno.json"), "utf8"));
  options.imports = Object.fromEntries(
    Object.entries(config.exports).map(([door, path]) => [
      `audiofield${door.slice(1)}`,
      `${library}${path.slice(1)}`,
    ]),
  );
  writeFileSync(join(project, "deno.json"), JSON.stringify(options));
  // The command line is a program: it is run below, and nothing imports it. The embedded kernels take
  // a setting (`raw-imports`) that projects don't have of themselves.
  const left = ["audiofield/cli", "audiofield/embedded"];
  const doors = Object.keys(options.imports).filter((door) => !left.includes(door));
  const imports = doors.map((door, index) => `import * as door${index} from "${door}";\n`);
  const uses = doors.map((_, index) => `console.log(Object.keys(door${index}));\n`);
  writeFileSync(join(project, "doors.ts"), [...imports, ...uses].join(""));
  const program = readFileSync(join(here, "main.ts"), "utf8")
    .replaceAll("../../generated/", "./generated/")
    .replace("../../mod.ts", "audiofield");
  writeFileSync(join(project, "main.ts"), program);
  mkdirSync(join(project, "generated"));
  return project;
}

/** Generates the module as a user does: with the command line, and the library's name. */
async function generate(project: string): Promise<void> {
  const schema = join(project, "speech.schema.ts");
  copyFileSync(join(projectFolder, "examples/speech.schema.ts"), schema);
  const program = join(projectFolder, "cli/main.ts");
  const { success, stderr } = await denoCommand(
    ["run", "-A", program, "gen", "speech.schema.ts", "--runtime", "audiofield"],
    { cwd: project },
  ).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** What `deno check` says about files, all of which are checked whatever is found. */
async function errorsOf(project: string, files: readonly string[]): Promise<string> {
  const { stderr } = await denoCommand(["check", ...files], {
    cwd: project,
    env: { NO_COLOR: "1" },
  }).output();
  return new TextDecoder().decode(stderr);
}
