/** The command line, as it is installed. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../_deno.ts";
import { isThere, type ProgramHost, programHosts } from "./_hosts.ts";
import { type Ended, ended, tool } from "./_tools.ts";

/** The schema of the tests: the example's. */
const schema = join(projectFolder, "examples/speech.schema.ts");
const clips = join(projectFolder, "examples/clips");

/** Registers the tests. */
export function testCommandLine(kit: string): void {
  const program = join(kit, "node_modules/@audiofield/cli/dist/audiofield.js");

  /** Runs a command in a folder of the kit. */
  function audiofield(host: ProgramHost, folder: string, args: readonly string[]): Promise<Ended> {
    const [command, ...before] = host.command;
    return ended(command, [...before, program, ...args], folder);
  }

  for (const [number, host] of programHosts.entries()) {
    Deno.test({
      name: `commands do in ${host.name} what they do from the sources`,
      ignore: !isThere(host),
      fn: async () => {
        const folder = join(kit, `commands_${number}`);
        mkdirSync(folder);
        cpSync(schema, join(folder, "speech.schema.ts"));
        // The project of the folder names the library.
        const dependencies = { dependencies: { audiofield: "*" }, type: "module" };
        writeFileSync(join(folder, "package.json"), JSON.stringify(dependencies));
        const passes = async (...args: string[]) => {
          const { code, out, err } = await audiofield(host, folder, args);
          assert.equal(code, 0, `${args.join(" ")}:\n${out}${err}`);
          assert.doesNotMatch(err, /Warning/);
          return out;
        };
        await passes("gen", "speech.schema.ts");
        for (const name of ["speech.ts", "speech_writer.ts"]) {
          const text = readFileSync(join(folder, "generated", name), "utf8");
          assert.equal(text, readFileSync(join(kit, "generated", name), "utf8"));
        }
        await passes("pack", "speech.schema.ts", clips, "speech.afd", "--quiet");
        const packed = readFileSync(join(folder, "speech.afd"));
        assert.ok(packed.equals(readFileSync(join(kit, "data/speech.afd"))));
        const shards = ["--shard-records", "3", "--workers", "2"];
        await passes("pack", "speech.schema.ts", clips, "speech", ...shards, "--quiet");
        assert.match(await passes("verify", "speech"), /sound/);
        assert.match(await passes("inspect", "speech.afd"), /8 records of Speech/);
        await passes(
          "export",
          "speech.afd",
          "--field",
          "audio",
          "--out",
          "wav",
          "--records",
          "0:1",
        );
        const plot = ["plot", "speech.afd", "--field", "audio", "--record", "0", "--out", "a.png"];
        const { code, err } = await audiofield(host, folder, plot);
        assert.equal(code, 1);
        assert.match(err, /^error\[PackageError\/package-missing\].*`npm install echarts@\d/);
      },
    });
  }

  const node = programHosts.find(({ name }) => name === "Node 22")!;

  Deno.test({
    name: "a schema with an enum is an error in Node that says why",
    ignore: !isThere(node),
    fn: async () => {
      const folder = join(kit, "commands_enum");
      mkdirSync(folder);
      const text = readFileSync(schema, "utf8").replace(
        "/** 16 kHz",
        "enum Rate {\n  Low = 16_000,\n}\nRate.Low;\n/** 16 kHz",
      );
      writeFileSync(join(folder, "speech.schema.ts"), text);
      const { code, err } = await audiofield(node, folder, ["gen", "speech.schema.ts"]);
      assert.equal(code, 1);
      assert.match(
        err,
        /^error\[SchemaError\/schema-failed\].*TypeScript enum, which Node doesn't run/,
      );
    },
  });

  Deno.test({
    name: "an older Node is an error that says so",
    ignore: !isThere({ name: "Node 20", command: [tool("node20/bin/node")] }),
    fn: async () => {
      const old = { name: "Node 20", command: [tool("node20/bin/node")] } as const;
      const { code, err } = await audiofield(old, kit, ["--version"]);
      assert.equal(code, 1);
      assert.match(err, /^error\[PackageError\/old-node\].*it needs Node 22\.18\.0 or later/);
    },
  });

  Deno.test({
    name: "a schema uses the library of its own folder, and else that of the commands",
    ignore: !isThere(node),
    fn: async () => {
      // A folder that isn't below the packages, in which nothing is installed.
      const folder = Deno.makeTempDirSync({ prefix: "audiofield_hosts_" });
      try {
        cpSync(schema, join(folder, "speech.schema.ts"));
        const { code, err } = await audiofield(node, folder, ["gen", "speech.schema.ts"]);
        assert.equal(code, 0, err);
        const own = join(folder, "node_modules/audiofield");
        cpSync(join(kit, "node_modules/audiofield"), own, { recursive: true });
        // A copy of its own: what it throws is an error of these commands all the same.
        const text = readFileSync(schema, "utf8").replace("16_000", "-1");
        writeFileSync(join(folder, "wrong.schema.ts"), text);
        const wrong = await audiofield(node, folder, ["gen", "wrong.schema.ts"]);
        assert.match(wrong.err, /^error\[SchemaError\/(?!schema-failed).*sampleRate.*got -1/);
        Deno.removeSync(own, { recursive: true });
        mkdirSync(own);
        writeFileSync(
          join(own, "package.json"),
          '{ "name": "audiofield", "type": "module", "exports": "./own.js" }',
        );
        writeFileSync(
          join(own, "own.js"),
          'export const field = {};\nthrow new Error("the folder\'s own");\n' +
            "export function defineDataset() {}\n",
        );
        const other = await audiofield(node, folder, ["gen", "speech.schema.ts"]);
        assert.match(other.err, /the folder's own/);
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    },
  });
}
