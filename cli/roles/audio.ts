import { type AudioTarget, fieldKind, fixedChannels, type Waveform } from "../../schema/mod.ts";
import { flac, npy, opus, wav } from "../export/formats/audio.ts";
import { channelTracks, tracksPicture } from "../plot/pictures/tracks_picture.ts";
import { arrayBytes } from "./batch_bytes.ts";
import { durationsOf } from "./durations.ts";
import { firstOf } from "./preview.ts";
import type { RoleCommands } from "./role.ts";

/** Audio of one track; {@link stemsCommands} are for several. */
export const audioCommands: RoleCommands = {
  formats: [wav, flac, opus, npy],
  picture: (value, { title }) => tracksPicture(channelTracks(value as Waveform), { title }),
  preview: (value) => firstOf((value as Waveform).samples),

  durations(totals, { field, dtype }) {
    const durations = durationsOf(totals, field)!;
    const options = fieldKind(field.kind)!.resolve(field.options) as AudioTarget;
    // If each record has its own channels, nothing says how many samples there are.
    const channels = durations.seconds === 0 ? 0 : fixedChannels(options) ?? 0;
    const decoded = totals.totalLength * channels * (dtype === "int16" ? 2 : 4);
    return decoded === 0 ? durations : { ...durations, ratio: totals.totalBytes / decoded };
  },

  batchBytes: arrayBytes,
};
