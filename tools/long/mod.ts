/**
 * Kills `pack` 1,000 times, and each other command on datasets 100 times: `deno task long`, or
 * `deno task long --kills 100`, with a tenth of that. It takes half an hour or more. The result goes to `docs/long.md`; a folder that differs ends it with an error.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import { killableCommands, KilledCommand } from "../../tests/shards/_killed_command.ts";
import {
  type KilledCommand as PackingCommand,
  KilledPacking,
} from "../../tests/shards/_killed_packing.ts";
import { seededRandom } from "./seeded_random.ts";
import { type CommandResult, longPage } from "./page.ts";

const { kills, seed } = parse(Deno.args);
const start = performance.now();
const results: CommandResult[] = [];
// Most moments are those of packing a new folder.
const shares: readonly (readonly [PackingCommand, number])[] = [
  ["pack", 0.5],
  ["--append", 0.3],
  ["--overwrite", 0.2],
];

for (const [command, share] of shares) {
  const result = { command, kills: 0, rounds: 0, resumed: 0 };
  const wanted = Math.round(kills * share);
  using packing = await KilledPacking.of(command);
  const random = seededRandom(seed + results.length);
  while (result.kills < wanted) {
    const round = await packing.round(Math.min(8, wanted - result.kills), random);
    result.kills += round.kills;
    result.rounds++;
    if (round.wasResumed) result.resumed++;
    console.log(
      `${command}: ${result.kills} of ${wanted} kills, ${result.rounds} folders the same`,
    );
  }
  results.push(result);
}

/** The others are killed a tenth as often as `pack`, each. */
const others: CommandResult[] = [];
for (const command of killableCommands) {
  const result = { command, kills: 0, rounds: 0, resumed: 0 };
  using killed = await KilledCommand.of(command);
  const random = seededRandom(seed + results.length + others.length);
  while (result.kills < kills / 10) {
    result.kills += await killed.round(4, random);
    result.rounds++;
  }
  console.log(`${command}: ${result.kills} kills, ${result.rounds} outputs the same`);
  others.push(result);
}

writeFileSync(
  new URL("../../docs/long.md", import.meta.url),
  longPage({
    results,
    others,
    seed,
    commit: await commit(),
    date: new Date().toISOString().slice(0, 10),
    minutes: (performance.now() - start) / 60_000,
    deno: Deno.version.deno,
  }),
);

function parse(args: readonly string[]): { kills: number; seed: number } {
  const numberAfter = (flag: string, otherwise: number) => {
    const at = args.indexOf(flag);
    return at < 0 ? otherwise : Number(args[at + 1]);
  };
  return { kills: numberAfter("--kills", 1000), seed: numberAfter("--seed", 1) };
}

/** The commit that is checked out, and whether anything differs from it. */
async function commit(): Promise<string> {
  const cwd = new URL("../..", import.meta.url);
  const git = async (...args: string[]) => {
    const { stdout } = await new Deno.Command("git", { args, cwd }).output();
    return new TextDecoder().decode(stdout).trim();
  };
  const changes = await git("status", "--porcelain");
  return `${await git("rev-parse", "HEAD")}${changes === "" ? "" : ", with changes"}`;
}
