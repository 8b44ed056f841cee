import { openDataset } from "../../runtime/mod.ts";
import { audioSeconds } from "../shared/audio_seconds.ts";
import { note, printJson, warn } from "../shared/terminal.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
} from "../../shards/shared/units.ts";
import { noteSentence } from "../../shards/pack/note_tally.ts";
import { type PackAccount, total } from "../../shards/pack/pack_account.ts";
import type { PackResult } from "./pack_dataset.ts";
import { printCensus } from "./print_census.ts";

/**
 * Says what was packed: records, hours of audio, where it came from, bytes, rate, what was skipped
 * or left out, and what was noticed.
 */
export function printSummary(
  output: string,
  { records, seconds, account, census, recodings }: PackResult,
): void {
  using dataset = openDataset(output);
  const bytes = dataset.file.byteLength;
  note(`Packed ${formatCount(records, "record")} of ${dataset.ir.name} into "${output}"`);
  for (const [name, audio] of audioSeconds(dataset)) {
    const hours = (audio / 3600).toFixed(audio < 3600 ? 4 : 2);
    const speed = formatNumber(Math.round(audio / seconds));
    note(`  ${name}: ${hours} hours (${formatDuration(audio)}), ${speed} times real time`);
  }
  printCensus(census, dataset.ir);
  for (const line of recodings.lines) note(`  ${line}`);
  const rate = formatBytes(bytes / seconds);
  note(`  size: ${formatNumber(bytes)} bytes in ${formatDuration(seconds)}, ${rate}/s`);
  printCounts("skipped", "input", account.skipped);
  // Side files are packed, together with the records that they belong to.
  const { "side-file": sides = 0, ...others } = Object.fromEntries(account.leftOut);
  if (sides > 0) note(`  side files: ${formatNumber(sides)}`);
  // Nothing else is left out of a manifest.
  const isShort = Object.keys(others).every((code) => code === "too-short");
  printCounts("left out", isShort ? "input" : "file", new Map(Object.entries(others)));
  const noted = account.notes.map(([code, { records }]) => `${formatNumber(records)} ${code}`);
  if (noted.length > 0) note(`  noted: ${noted.join(", ")}`);
}

/** Warns about what was noticed, one sentence per kind. */
export function warnOfNotes({ notes, leftOut }: PackAccount): void {
  for (const [code, tally] of notes) warn(noteSentence(code, tally));
  const lists = leftOut.get("transcript-list") ?? 0;
  if (lists === 0) return;
  warn(
    `found ${formatCount(lists, "file")} named *.trans.txt, but pack doesn't read such lists of ` +
      "texts; write a .jsonl manifest with each clip and its text, and pass that as INPUT",
  );
}

/** Prints the same as JSON, for programs. */
export function printJsonSummary(
  output: string,
  { records, seconds, account, census }: PackResult,
): void {
  using dataset = openDataset(output);
  printJson({
    dataset: dataset.ir.name,
    output,
    records,
    bytes: dataset.file.byteLength,
    elapsedSeconds: seconds,
    audioSeconds: Object.fromEntries(audioSeconds(dataset)),
    sources: census.forms.map(([form, count]) => ({ ...form, count })),
    packed: account.packed,
    skipped: counts(account.skipped),
    leftOut: counts(account.leftOut),
    notes: Object.fromEntries(account.notes.map(([code, { records }]) => [code, records])),
  });
}

function printCounts(what: string, noun: string, reasons: ReadonlyMap<string, number>): void {
  if (reasons.size === 0) return;
  const why = [...reasons].map(([reason, count]) => `${formatNumber(count)} ${reason}`).join(", ");
  note(`  ${what}: ${formatCount(total(reasons), noun)}: ${why}`);
}

function counts(reasons: ReadonlyMap<string, number>): object {
  return { total: total(reasons), codes: Object.fromEntries(reasons) };
}
