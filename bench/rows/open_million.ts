import { openSpeech } from "../../generated/speech.ts";
import { packClips } from "../clips.ts";
import { type Row, row } from "../row.ts";
import { median, seconds } from "../side_by_side.ts";

const records = 1_000_000;

/** Opening a file of a million records: how long it takes, and how much of the file it reads. */
export function openMillion(directory: string): Row[] {
  const { path } = packClips(directory, { name: "million", count: records, lengthOf: () => 16 });
  const times = Array.from({ length: 21 }, () => seconds(() => openSpeech(path).close()));
  using speech = openSpeech(path, { storage: "positioned" });
  speech.audio.metadata.numSamples(records - 1);
  const { bytes } = speech.file.storage.counters;
  return [
    row("openSpeech of 1,000,000 records", {
      value: median(times) * 1000,
      limit: 10,
      unit: "ms",
      bar: 1,
      wanted: "at most",
    }),
    row("openSpeech of 1,000,000 records and the last one's metadata: bytes read", {
      value: bytes,
      limit: 1_000_000,
      unit: "bytes",
      bar: 1,
      wanted: "at most",
    }),
  ];
}
