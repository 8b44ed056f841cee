import { openAudio } from "../../audio/mod.ts";
import { UsageError } from "../../errors/mod.ts";
import { computeFeatures, fromStored, type StoredFeatures, toStored } from "../../runtime/mod.ts";
import { Spool } from "../../runtime/output/spool.ts";
import { padFrames, type ResolvedSpectral } from "../../schema/mod.ts";
import { npyHeader } from "../export/formats/npy.ts";
import { emptyFilterWarning } from "../shared/empty_filters.ts";
import { openOutput, spoolPath } from "../shared/output_stream.ts";
import { isSameFile } from "../../shards/shared/paths.ts";
import { outputName, refuseAudioStream } from "../../shards/shared/standard_stream.ts";
import { note, warn } from "../shared/terminal.ts";
import { formatCount } from "../../shards/shared/units.ts";
import { featureOptions, type FeatureWish } from "./feature_options.ts";

/**
 * Computes the features of one audio file and writes them as `.npy`; memory doesn't depend on the
 * length of the audio.
 *
 * @throws {UsageError} when a parameter is invalid.
 * @throws {AudioInputError} when the audio can't be read.
 * @throws {FileError} when a file is missing, exists already, or can't be written.
 */
export function writeFeatureFile(
  { audio, out, overwrite, ...wish }: FeatureWish & {
    readonly audio: string;
    readonly out: string;
    readonly overwrite: boolean;
  },
): void {
  const { kind, options } = featureOptions(wish);
  if (isSameFile(audio, out)) {
    throw new UsageError(`Cannot write "${out}": it is the audio`, {
      code: "output-is-input",
      file: out,
      hint: "name another output",
    });
  }
  refuseAudioStream(audio);
  using file = openOutput(out, { replace: overwrite });
  using source = openAudio(audio);
  const warning = emptyFilterWarning({ kind, options, sampleRate: source.sampleRate });
  if (warning !== undefined) warn(`${audio}: ${warning}`);
  using spool = new Spool(spoolPath(out));
  const write = (bytes: Uint8Array) => spool.write(bytes);
  const features = computeFeatures(source, { kind, options }, {
    file: audio,
    write,
    note: ({ code, figures = {} }) => {
      // This note alone also concerns audio that isn't stored.
      if (code !== "out-of-phase") return;
      const correlation = figures["correlation"]?.toFixed(2);
      warn(`${audio}: its channels cancel each other out when mixed (correlation ${correlation})`);
    },
  });
  const frames = Math.max(features.frames, padFrames(options));
  file.write(npyHeader(wish.dtype === "float16" ? "<f2" : "<f4", [features.bins, frames]));
  if (frames === features.frames) spool.drain((piece) => file.write(piece));
  else file.write(padded(spool, { features, options, frames }));
  file.commit();
  note(
    `Computed ${formatCount(features.bins, "bin")} by ${formatCount(frames, "frame")} ` +
      `(${kind}, preset ${wish.preset}, ${wish.dtype}) from "${audio}" into ${outputName(out)}`,
  );
}

/** All frames of `padSeconds`; those after the clip hold the value of silence. */
function padded(
  spool: Spool,
  { features: { bins, frames: own, padValue }, options, frames }: {
    features: StoredFeatures;
    options: ResolvedSpectral;
    frames: number;
  },
): Uint8Array {
  const stored = new Uint8Array(spool.length);
  spool.read(0, stored);
  const values = fromStored(stored, options.storeDtype);
  const all = new Float32Array(bins * frames).fill(padValue);
  for (let bin = 0; bin < bins; bin++) {
    all.set(values.subarray(bin * own, (bin + 1) * own), bin * frames);
  }
  return toStored(all, options.storeDtype);
}
