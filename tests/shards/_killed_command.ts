/** Commands that make or change datasets, killed at random moments and given again. */
import assert from "node:assert/strict";
import { cpSync, existsSync, rmSync } from "node:fs";
import { openDataset } from "../../runtime/mod.ts";
import { Workspace } from "../cli/_workspace.ts";
import { bytesBelow, differences, schemaText, writeCorpus } from "./_corpus.ts";

/** What is killed. */
export type KillableCommand =
  | "concat"
  | "concat to a file"
  | "subset"
  | "extend"
  | "salvage"
  | "split"
  | "redact"
  | "pack to a file";

/** A command line, and whether it changes `out` rather than making it. */
interface Killable {
  readonly args: readonly string[];
  readonly changes?: boolean;
}

const sized = ["--shard-records", "2"];
const skip = ["--on-error", "skip"];

const killable: Readonly<Record<KillableCommand, Killable>> = {
  concat: { args: ["concat", "packed", "out/", ...sized] },
  "concat to a file": { args: ["concat", "packed", "out"] },
  subset: { args: ["subset", "packed", "out/", "--records", "1:7", ...sized] },
  extend: { args: ["extend", "packed", "out/", "--schema", "w.schema.ts"] },
  salvage: { args: ["salvage", "packed", "out/", ...sized] },
  split: { args: ["split", "out", "--ratio", "50:50", "--overwrite"], changes: true },
  redact: {
    args: ["redact", "out", "--drop", "gone.jsonl", "--reason", "they asked"],
    changes: true,
  },
  "pack to a file": { args: ["pack", "c.schema.ts", "many", "out", "--workers", "2"] },
};

/** All of them. */
export const killableCommands: readonly KillableCommand[] = Object.keys(
  killable,
) as KillableCommand[];

/** Kills one command over and over. */
export class KilledCommand implements Disposable {
  readonly #space = new Workspace();
  readonly #command: KillableCommand;
  #wanted: Readonly<Record<string, string>> = {};
  /** Events in the workspace while the command runs. */
  #events = 0;

  private constructor(command: KillableCommand) {
    this.#command = command;
  }

  /** Runs the command once without killing it. */
  static async of(command: KillableCommand): Promise<KilledCommand> {
    const killed = new KilledCommand(command);
    try {
      await killed.#prepare();
    } catch (cause) {
      killed[Symbol.dispose]();
      throw cause;
    }
    return killed;
  }

  async #prepare(): Promise<void> {
    const space = this.#space;
    const wider = "size: field.uint32({ default: 7 }), audio: field";
    space.write("c.schema.ts", schemaText);
    space.write("w.schema.ts", schemaText.replace("audio: field", wider));
    writeCorpus(space.path("in"), { clips: 8 });
    if (this.#command === "pack to a file") writeCorpus(space.path("many"), { clips: 65 });
    const pack = ["pack", "c.schema.ts", "in", "packed/", "--shard-records", "3"];
    const { code, stderr } = await space.run([...pack, ...skip, "--workers", "1"]);
    assert.equal(code, 0, stderr);
    using dataset = openDataset(space.path("packed"));
    const keys = [1, 2, 6].map((record) => ({ key: dataset.toRecord(record)["id"] }));
    space.write("gone.jsonl", keys.map((key) => `${JSON.stringify(key)}\n`).join(""));
    this.#startOver();
    assert.ok(await this.#run(Infinity));
    this.#wanted = this.#state();
  }

  /** Kills the command at most `kills` times, then lets it end, and compares. */
  async round(kills: number, random: () => number): Promise<number> {
    this.#startOver();
    const moments: number[] = [];
    try {
      for (let isDone = false; !isDone;) {
        const isLast = moments.length >= kills;
        const moment = isLast ? Infinity : 1 + Math.floor(random() * this.#events);
        isDone = await this.#run(moment);
        if (isDone) break;
        moments.push(moment);
        this.#checkLeft();
      }
      assert.deepEqual(differences(this.#state(), this.#wanted), []);
    } catch (cause) {
      throw new Error(`${this.#command}, killed after events ${moments.join(", ")}`, { cause });
    }
    return moments.length;
  }

  get #isChange(): boolean {
    return killable[this.#command].changes === true;
  }

  #startOver(): void {
    const path = this.#space.path("out");
    rmSync(path, { recursive: true, force: true });
    if (this.#isChange) cpSync(this.#space.path("packed"), path, { recursive: true });
  }

  /** Runs the command until so many things have happened; whether it came to its end. */
  async #run(lastEvent: number): Promise<boolean> {
    using watcher = Deno.watchFs(this.#space.folder);
    const child = this.#space.start(killable[this.#command].args);
    let seen = 0;
    let isKilled = false;
    const watching = (async () => {
      for await (const { kind } of watcher) {
        if (kind === "access" || ++seen < lastEvent || isKilled) continue;
        isKilled = true;
        try {
          child.kill("SIGKILL");
        } catch {
          // It has ended.
        }
      }
    })();
    const { code, signal, stderr } = await child.output();
    watcher.close();
    await watching;
    if (signal === "SIGKILL") return false;
    const text = new TextDecoder().decode(stderr);
    // It was killed after all was done.
    const wasDone = code === 2 && /nothing-to-redact/.test(text);
    assert.ok(code === 0 || wasDone, text);
    if (lastEvent === Infinity) this.#events = Math.max(this.#events, seen);
    return true;
  }

  /** What is there is complete: a new dataset or none, the old one or the changed one. */
  #checkLeft(): void {
    const path = this.#space.path("out");
    if (!this.#isChange && !existsSync(path)) return;
    using dataset = openDataset(path);
    for (let record = 0; record < dataset.recordCount; record++) dataset.toRecord(record);
    if (!this.#isChange) rmSync(path, { recursive: true });
  }

  /** The output, and whatever else is in the workspace. */
  #state(): Record<string, string> {
    const files = Object.entries(bytesBelow(this.#space.folder));
    return Object.fromEntries(files.flatMap(([name, bytes]) => {
      if (/^(in|many|packed)\//.test(name)) return [];
      if (!name.startsWith("out/index/dataset-") && name !== "out/dataset.json") {
        return [[name, bytes]];
      }
      // A redaction says when it was.
      return [[name, atob(bytes).replace(/"time":"[^"]*"/, "")]];
    }));
  }

  [Symbol.dispose](): void {
    this.#space[Symbol.dispose]();
  }
}
