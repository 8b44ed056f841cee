import type { Stems } from "../../schema/mod.ts";
import { stemChannels, stemFiles } from "../export/formats/stems.ts";
import { channelTracks, type Track, tracksPicture } from "../plot/pictures/tracks_picture.ts";
import { arrayBytes } from "./batch_bytes.ts";
import { durationsOf } from "./durations.ts";
import { firstOf } from "./preview.ts";
import type { RoleCommands } from "./role.ts";

/** Audio of several tracks. */
export const stemsCommands: RoleCommands = {
  formats: [stemFiles, stemChannels],
  picture: (value, { title }) => tracksPicture(stemTracks(value as Stems), { title }),
  preview: (value) =>
    Object.fromEntries(
      Object.entries(value as Stems).map(([name, stem]) => [name, stem && firstOf(stem.samples)]),
    ),
  // Missing stems aren't in the totals, so nothing says how many samples there are.
  durations: (totals, { field }) => durationsOf(totals, field)!,
  batchBytes: arrayBytes,
};

/** Each stem's channels, named after it. */
function stemTracks(stems: Stems): Track[] {
  return Object.entries(stems).flatMap(([name, waveform]): Track[] => {
    if (waveform === null) return [{ name, waveform: undefined, channel: 0 }];
    const tracks = channelTracks(waveform);
    return tracks.map((track, channel) => ({
      ...track,
      name: tracks.length === 1 ? name : `${name} ${channel}`,
    }));
  });
}
