/** `pack` to a folder, killed at random moments, resumed, and compared with packing that wasn't. */
import assert from "node:assert/strict";
import { cpSync, existsSync, rmSync } from "node:fs";
import { openDataset } from "../../runtime/mod.ts";
import { readDatasetJson } from "../../runtime/shards/dataset_json.ts";
import { partialOwner } from "../../runtime/output/partial_name.ts";
import { Workspace } from "../cli/_workspace.ts";
import { bytesBelow, differences, schemaText, writeCorpus } from "./_corpus.ts";

/** What is killed: packing a new folder, or adding to one, or replacing one. */
export type KilledCommand = "pack" | "--append" | "--overwrite";

/** What a round did. */
export interface KillRound {
  /** Commands that were killed before they ended. */
  readonly kills: number;
  /** Whether shards were there already when the last command began. */
  readonly wasResumed: boolean;
}

/** Killed outright, or interrupted as by Ctrl-C. */
export type KillSignal = "SIGKILL" | "SIGINT";

/** How a command ended. */
type Ending = "killed" | "done" | "not begun";

/** Refusals of `--resume` that say that the command that was killed hadn't begun its plan. */
const notBegun = /UsageError\/(nothing-to-resume|plan-changed)\]/;

const options = ["--on-error", "skip", "--shard-records", "2"];

/** Kills one command over and over. */
export class KilledPacking implements Disposable {
  readonly #space = new Workspace();
  readonly #command: KilledCommand;
  readonly #input: string;
  /** What the folder holds before, and after a command that nothing interrupts. */
  #before: Record<string, string> = {};
  #after: Record<string, string> = {};
  #reportAfter = "";
  /** How often an interrupted command said that `--resume` goes on. */
  saysResume = 0;
  /** Events in the folder while a command runs. */
  #events = 0;
  /** How often the command was run. */
  #runs = 0;

  private constructor(command: KilledCommand) {
    this.#command = command;
    this.#input = command === "pack" ? "in" : "more";
  }

  /** Runs the command once without killing it. */
  static async of(command: KilledCommand): Promise<KilledPacking> {
    const killed = new KilledPacking(command);
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
    space.write("c.schema.ts", schemaText);
    writeCorpus(space.path("in"), { clips: 9, brokenEvery: 4 });
    writeCorpus(space.path("more"), { clips: 8, brokenEvery: 3, prefix: "n" });
    Deno.mkdirSync(space.path("base"));
    if (this.#command !== "pack") {
      const { code, stderr } = await space.run(["pack", "c.schema.ts", "in", "base/", ...options]);
      assert.equal(code, 0, stderr);
    }
    this.#before = bytesBelow(space.path("base"));
    this.#startOver();
    assert.equal(await this.#run(this.#ownFlags, Infinity), "done");
    this.#after = bytesBelow(space.path("out"));
    this.#reportAfter = space.readText("report.jsonl");
  }

  /**
   * Kills the command, and then `--resume`, at most `kills` times in all, lets it end, and compares.
   *
   * @param random numbers from 0 to 1: when to kill.
   * @param signal what it is killed with; after SIGINT, no incomplete file may be left.
   */
  async round(
    kills: number,
    random: () => number,
    signal: KillSignal = "SIGKILL",
  ): Promise<KillRound> {
    this.#startOver();
    const moments: number[] = [];
    let flags = this.#ownFlags;
    let wasResumed = false;
    try {
      for (;;) {
        const isLast = moments.length >= kills;
        const moment = isLast ? Infinity : 1 + Math.floor(random() * this.#events);
        wasResumed = this.#newShards() > 0;
        const ending = await this.#run(flags, moment, signal);
        if (ending === "done") break;
        // An interrupted start leaves nothing to resume: then the command itself is given again.
        flags = ending === "killed" ? ["--resume"] : this.#ownFlags;
        if (ending === "killed") moments.push(moment);
        this.#checkLeft(signal);
      }
      assert.deepEqual(differences(bytesBelow(this.#space.path("out")), this.#after), []);
      assert.equal(this.#space.readText("report.jsonl"), this.#reportAfter);
    } catch (cause) {
      const at = moments.join(", ");
      throw new Error(`${this.#command}, killed after events ${at}`, { cause });
    }
    return { kills: moments.length, wasResumed };
  }

  get #ownFlags(): readonly string[] {
    return this.#command === "pack" ? [] : [this.#command];
  }

  #startOver(): void {
    rmSync(this.#space.path("out"), { recursive: true, force: true });
    rmSync(this.#space.path("report.jsonl"), { force: true });
    cpSync(this.#space.path("base"), this.#space.path("out"), { recursive: true });
  }

  /** Runs the command until so many things have happened in the folder. */
  async #run(
    flags: readonly string[],
    lastEvent: number,
    withSignal: KillSignal = "SIGKILL",
  ): Promise<Ending> {
    const out = this.#space.path("out");
    using watcher = Deno.watchFs(out);
    // Several workers every other time: they take as long to start as all the packing here.
    const workers = ["--workers", String(1 + this.#runs++ % 2)];
    const args = [
      this.#input,
      "out/",
      ...options,
      ...workers,
      "--report",
      "report.jsonl",
      ...flags,
    ];
    const child = this.#space.start(["pack", "c.schema.ts", ...args]);
    let seen = 0;
    let isKilled = false;
    const watching = (async () => {
      for await (const _event of watcher) {
        if (++seen < lastEvent || isKilled) continue;
        isKilled = true;
        try {
          child.kill(withSignal);
        } catch {
          // It has ended.
        }
      }
    })();
    const { code, signal, stderr } = await child.output();
    watcher.close();
    await watching;
    const text = new TextDecoder().decode(stderr);
    if (code === 130 && /--resume goes on/.test(text)) this.saysResume++;
    if (signal === withSignal || code === 130) return "killed";
    if (code === 2 && flags.includes("--resume") && notBegun.test(text)) return "not begun";
    assert.equal(code, 0, text);
    this.#events = Math.max(this.#events, seen);
    return "done";
  }

  #newShards(): number {
    const names = Object.keys(bytesBelow(this.#space.path("out")));
    return names.filter((name) => /^shards\/\d/.test(name) && !(name in this.#before)).length;
  }

  /** What is left under a name of a dataset is whole, and the dataset that was there is readable. */
  #checkLeft(signal: KillSignal): void {
    const out = this.#space.path("out");
    // A command that is interrupted before it has a plan leaves no folder.
    if (signal === "SIGINT" && !existsSync(out)) return Deno.mkdirSync(out);
    const known = [this.#before, this.#after];
    for (const [name, bytes] of Object.entries(bytesBelow(out))) {
      const last = name.split("/").at(-1)!;
      if (signal === "SIGINT") assert.equal(partialOwner(last), undefined, `${name} is left`);
      if (!/^(shards|sources)\//.test(name) || partialOwner(last) !== undefined) continue;
      assert.ok(known.some((files) => files[name] === bytes), `${name} has other bytes`);
    }
    if (!existsSync(`${out}/dataset.json`)) return assert.equal(this.#command, "pack");
    using dataset = openDataset(out);
    assert.equal(
      dataset.recordCount,
      readDatasetJson(out).shards.reduce((sum, shard) => sum + shard.records, 0),
    );
    for (let record = 0; record < dataset.recordCount; record++) dataset.toRecord(record);
  }

  [Symbol.dispose](): void {
    this.#space[Symbol.dispose]();
  }
}
