/** Incomplete files: who owns them, and what happens to those that nobody owns any more. */
import assert from "node:assert/strict";
import { PartialFile } from "../../runtime/output/partial_file.ts";
import { partialOwner } from "../../runtime/output/partial_name.ts";
import { type LeftPartial, onLeftPartial } from "../../runtime/output/sweep_partials.ts";
import { denoCommand } from "../_deno.ts";

const hasLocks = Deno.build.os !== "windows";
const hold = new URL("_hold_partial.ts", import.meta.url).pathname;

function inFolder(run: (folder: string) => void | Promise<void>): () => Promise<void> {
  return async () => {
    const folder = Deno.makeTempDirSync();
    try {
      await run(folder);
    } finally {
      onLeftPartial(() => {});
      Deno.removeSync(folder, { recursive: true });
    }
  };
}

const list = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

/** Starts a process that keeps a partial file and a spool in the folder. */
async function holder(folder: string): Promise<Deno.ChildProcess> {
  const child = denoCommand(["run", "-A", "--no-check", hold, folder], {
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  return child;
}

async function kill(child: Deno.ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await child.status;
  await child.stdout.cancel();
}

Deno.test(
  "the name of a partial file says whose it is",
  inFolder((folder) => {
    const file = new PartialFile(folder);
    const [name] = list(folder);
    assert.deepEqual(partialOwner(name!), {
      host: Deno.hostname().replaceAll(/[^A-Za-z0-9_.-]/g, "_").slice(0, 64),
      process: Deno.pid,
      isLocked: hasLocks,
    });
    assert.equal(partialOwner("a.partial"), undefined);
    assert.equal(partialOwner(".audiofield-lx2k9.partial"), undefined, "of earlier versions");
    file.discard();
    assert.deepEqual(list(folder), []);
  }),
);

Deno.test({
  name: "the next run removes what a killed process left, but nothing of a living one",
  ignore: !hasLocks,
  fn: inFolder(async (folder) => {
    const [killed, living] = [await holder(folder), await holder(folder)];
    assert.equal(list(folder).length, 2, "spools have no name");
    await kill(killed);
    const file = new PartialFile(folder);
    const processes = list(folder).map((name) => partialOwner(name)?.process);
    assert.deepEqual(processes.sort(), [living.pid, Deno.pid].sort());
    file.close();
    Deno.removeSync(file.path);
    await kill(living);
    assert.equal(list(folder).length, 1, "each run sweeps a folder once");
  }),
});

Deno.test({
  name: "the lock decides, not the process ID, which may have been reused",
  ignore: !hasLocks,
  fn: inFolder((folder) => {
    const own = new PartialFile(folder);
    const start = list(folder)[0]!.replace(/-[a-z0-9]+\.locked\.partial$/, "");
    own.discard();
    const within = Deno.makeTempDirSync({ dir: folder });
    // A process ID that is in use: this process's.
    Deno.writeTextFileSync(`${within}/${start}-dead.locked.partial`, "x");
    // A process without locks has nothing else.
    Deno.writeTextFileSync(`${within}/${start}-living.open.partial`, "x");
    Deno.writeTextFileSync(`${within}/${start.replace(/\d+$/, "4194305")}-dead.open.partial`, "x");
    const file = new PartialFile(within);
    file.discard();
    assert.deepEqual(list(within), [`${start.split("/").at(-1)}-living.open.partial`]);
  }),
});

Deno.test(
  "what other hosts left is kept and named",
  inFolder((folder) => {
    const names = [
      ".audiofield-node-7.cluster-123-abc.locked.partial",
      ".audiofield--123-abc.open.partial",
    ];
    const others = [".audiofield-mine", "a.partial", ".audiofield-x-1-2.partial"];
    for (const name of [...names, ...others]) Deno.writeTextFileSync(`${folder}/${name}`, "x");
    const left: LeftPartial[] = [];
    onLeftPartial((file) => left.push(file));
    new PartialFile(folder).discard();
    assert.deepEqual(list(folder), [...names, ...others].sort());
    left.sort((a, b) => b.host.length - a.host.length);
    assert.deepEqual(left, [
      { path: `${folder}/${names[0]}`, host: "node-7.cluster" },
      { path: `${folder}/${names[1]}`, host: "" },
    ]);
  }),
);
