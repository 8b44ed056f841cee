import type { DatasetIr, ResolvedWaveform } from "../../schema/mod.ts";
import { fieldKind } from "../../schema/mod.ts";
import { formatTable } from "../shared/table.ts";
import { note } from "../shared/terminal.ts";
import { formatNumber } from "../../shards/shared/units.ts";
import type { AudioCensus, AudioForm } from "../../shards/pack/audio_census.ts";

/** Lists the kinds of audio that were packed, and what was done to each. */
export function printCensus(census: AudioCensus, { fields }: DatasetIr): void {
  const { forms } = census;
  if (forms.length === 0) return;
  const waveforms = fields.filter(({ kind }) => kind === "waveform");
  const [only] = waveforms;
  const options = only === undefined || waveforms.length > 1
    ? undefined
    : fieldKind("waveform")?.resolve(only.options) as ResolvedWaveform;
  const rows = forms.map(([form, count]) => [
    `    ${formatNumber(count)}`,
    `${formatNumber(form.sampleRate)} Hz`,
    layoutName(form.channels),
    form.format,
    options === undefined ? "" : changes(form, options),
  ]);
  note("  sources:");
  note(formatTable(rows, { right: [0, 1] }));
}

/** What happens to audio on its way into a waveform. */
function changes(
  { sampleRate, channels: found, format }: AudioForm,
  options: ResolvedWaveform,
): string {
  const { channels, dtype } = options;
  const done: string[] = [];
  if (channels === "mono" && found > 1) done.push("mixed to mono");
  else if (typeof channels === "number" && found > channels) {
    done.push(`first ${channels} of ${found} channels`);
  } else if (typeof channels === "number" && found < channels) {
    done.push(`copied to ${channels} channels`);
  }
  if (sampleRate !== options.sampleRate) {
    done.push(`resampled to ${formatNumber(options.sampleRate)} Hz`);
  }
  if (options.normalize) done.push("normalised");
  if (done.length === 0) return format === dtype ? "unchanged" : `converted to ${dtype}`;
  return done.join(", ");
}

function layoutName(channels: number): string {
  return channels === 1 ? "mono" : channels === 2 ? "stereo" : `${channels} channels`;
}
