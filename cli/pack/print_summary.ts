import { openDataset } from "../../runtime/mod.ts";
import { statOf } from "../shared/paths.ts";
import { note } from "../shared/terminal.ts";
import { formatBytes, formatCount, formatDuration, formatNumber } from "../shared/units.ts";
import { audioSeconds } from "../shared/audio_seconds.ts";
import type { PackResult } from "./pack_dataset.ts";
import { printCensus } from "./print_census.ts";

/** Says what was packed: records, hours of audio, what that came from, bytes, rate, what was skipped. */
export function printSummary(
  output: string,
  { records, seconds, skipped, census, recodings }: PackResult,
): void {
  using dataset = openDataset(output);
  const bytes = statOf(output).size;
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
  if (skipped.count === 0) return;
  const why = [...skipped.reasons].map(([reason, count]) => `${count} ${reason}`).join(", ");
  note(`  skipped: ${formatCount(skipped.count, "input")}: ${why}`);
}
