/** How often one command was killed. */
export interface CommandResult {
  readonly command: string;
  /** Processes that were killed before they ended. */
  readonly kills: number;
  /** Folders that were completed and compared. */
  readonly rounds: number;
  /** Those where the last `--resume` found shards. */
  readonly resumed: number;
}

/** A whole run. */
export interface LongRun {
  readonly results: readonly CommandResult[];
  /** Commands that are killed and given again, not resumed. */
  readonly others: readonly CommandResult[];
  readonly seed: number;
  readonly commit: string;
  readonly date: string;
  readonly minutes: number;
  readonly deno: string;
}

/** The page with the result of a run. */
export function longPage({ results, others, seed, commit, date, minutes, deno }: LongRun): string {
  const sum = (of: (result: CommandResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const rows = [...results, {
    command: "all",
    kills: sum(({ kills }) => kills),
    rounds: sum(({ rounds }) => rounds),
    resumed: sum(({ resumed }) => resumed),
  }];
  const cells = [
    ["command", "kills", "folders compared", "of them with shards to keep"],
    ...rows.map(({ command, ...counts }) => [
      command === "all" ? command : `\`${command === "pack" ? command : `pack ${command}`}\``,
      ...Object.values(counts).map((count) => count.toLocaleString("en")),
    ]),
  ];
  const [head, ...body] = aligned(cells);
  const [otherHead, ...otherBody] = aligned([
    ["command", "kills", "outputs compared"],
    ...others.map(({ command, kills, rounds }) => [
      command,
      ...[kills, rounds].map((count) => count.toLocaleString("en")),
    ]),
  ]);
  return `# Killed packing

<!-- Written by \`deno task long\`. -->

\`deno task long\` packs folders of shards, with one worker and two in turns, and kills the process at random moments:
with SIGKILL, after a random number of events in the folder. It resumes, kills that too, up to eight
times in a row, and then lets \`--resume\` end. After each kill, every file in \`shards/\` and
\`sources/\` must be whole, and the dataset that was there before must be readable. In the end the
folder and the report must have the same bytes as those of a run without interruption. It stops at
the first difference.

${head}
${body.join("\n")}

Other commands are killed in the same way, and then given again. Until they are complete, the output
isn't there; where a command changes a folder, the folder can be read after each kill. In the end the
output has the same bytes as without interruption, and nothing else is left.

${otherHead}
${otherBody.join("\n")}

None differed.

- Commit: ${commit}
- When: ${date}, in ${Math.round(minutes)} minutes
- Deno ${deno}, seed ${seed}
`;
}

/** A Markdown table as the formatter writes it. */
function aligned(cells: readonly (readonly string[])[]): string[] {
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${
      row.map((cell, at) => at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))
        .join(" | ")
    } |`;
  const rule = `| ${
    widths.map((width, at) => at === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`).join(
      " | ",
    )
  } |`;
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)];
}
