/** The examples that are programs. */
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../_deno.ts";
import { isThere, programHosts } from "./_hosts.ts";
import { urlOf } from "./_kit.ts";
import { run } from "./_tools.ts";

/** Registers the tests. */
export function testServer(kit: string): void {
  for (const host of programHosts) {
    Deno.test({
      name: `the example's server streams records as WAV, and ranges of them, in ${host.name}`,
      ignore: !isThere(host),
      fn: async () => {
        cpSync(join(projectFolder, "examples/node/server.ts"), join(kit, "server.ts"));
        const [program, ...args] = host.command;
        await using server = new Deno.Command(program, {
          args: [...args, "server.ts", "data/speech.afd", "0"],
          cwd: kit,
          stdout: "piped",
          stderr: "inherit",
        }).spawn();
        try {
          await checkServer(await originOf(server.stdout));
        } finally {
          server.kill("SIGTERM");
        }
        assert.equal((await server.status).code, 0);
      },
    });
  }
}

/** Registers the test of the example that transcribes, as far as it goes without a model. */
export function testTranscription(kit: string): void {
  const node = programHosts.find(({ name }) => name === "Node 24")!;
  Deno.test({
    name: "the example that transcribes gives Whisper the features of a clip, padded to 30 s",
    ignore: !isThere(node),
    fn: async () => {
      const program = "transcribe.ts";
      cpSync(join(projectFolder, "examples/transformers", program), join(kit, program));
      const standIn = join(projectFolder, "tests/hosts/stand_in.mjs");
      const args = ["--import", urlOf(standIn), program, "data/flac.afd", "3"];
      const given = JSON.parse(await run(node.command[0], args, kit));
      assert.deepEqual(given.dims, [1, 80, 3000]);
      assert.equal(given.type, "float32");
      assert.equal(given.length, 80 * 3000);
      // Whisper's features reach from 2 below the loudest, over 4, to the loudest.
      assert.ok(given.most > 0.5 && given.most < 2);
    },
  });
}

async function checkServer(origin: string): Promise<void> {
  const records = await (await fetch(`${origin}/`)).json();
  assert.equal(records.length, 8);
  // The clip was packed as it is, and its file has nothing but format and samples.
  const wav = readFileSync(join(projectFolder, "examples/clips/04_checksum.wav"));
  const whole = await fetch(`${origin}/3.wav`);
  assert.equal(whole.headers.get("content-type"), "audio/wav");
  assert.ok(wav.equals(await bytesOf(whole)));
  const ranges = [["10-49", 10, 50], ["1001-70000", 1001, 70_001], ["-5", -5, undefined]] as const;
  for (const [range, first, end] of ranges) {
    const part = await fetch(`${origin}/3.wav`, { headers: { range: `bytes=${range}` } });
    assert.equal(part.status, 206);
    assert.ok(wav.subarray(first, end).equals(await bytesOf(part)), range);
  }
  for (const [path, range, status] of [["9.wav", "0-", 404], ["3.wav", "999999-", 416]] as const) {
    const refused = await fetch(`${origin}/${path}`, { headers: { range: `bytes=${range}` } });
    await refused.body?.cancel();
    assert.equal(refused.status, status);
  }
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

/** Where a server says that it is. */
async function originOf(stdout: ReadableStream<Uint8Array>): Promise<string> {
  let said = "";
  for await (const text of stdout.pipeThrough(new TextDecoderStream())) {
    said += text;
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    if (origin !== undefined) return origin;
  }
  throw new Error(`It said ${said}`);
}
