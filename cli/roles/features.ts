import {
  type FieldKind,
  fieldKind,
  fieldPeriod,
  type ResolvedSpectral,
  type SpectralKind,
  spectralKinds,
  type Spectrogram,
} from "../../schema/mod.ts";
import { featureArray } from "../export/formats/arrays.ts";
import { featuresPicture, type FeatureValues } from "../plot/pictures/features_picture.ts";
import { spectralPicture } from "../plot/pictures/spectral_picture.ts";
import { arrayBytes } from "./batch_bytes.ts";
import { firstOf } from "./preview.ts";
import type { RoleCommands } from "./role.ts";

/** Values over time, computed from audio or given as arrays. */
export const featuresCommands: RoleCommands = {
  formats: [featureArray],

  picture(value, { title, field }) {
    const { kind } = field;
    const known = fieldKind(kind)!;
    const options = known.resolve(field.options);
    if (isSpectral(kind)) {
      const spectral = { title, kind, options: options as ResolvedSpectral };
      return spectralPicture(value as Spectrogram, spectral);
    }
    const quantity = known.quantity?.(options) ?? "Value";
    return featuresPicture({ ...value as FeatureValues, mask: maskOf(value, known) }, {
      title,
      quantity,
      period: fieldPeriod(field),
    });
  },

  preview: (value) => firstOf((value as FeatureValues).data),
  batchBytes: arrayBytes,
};

/** Which frames have a value, for kinds in which some don't. */
function maskOf(value: unknown, { mask }: FieldKind): Uint8Array | undefined {
  if (mask === undefined) return undefined;
  return (value as Readonly<Record<string, Uint8Array>>)[mask];
}

function isSpectral(kind: string): kind is SpectralKind {
  return (spectralKinds as readonly string[]).includes(kind);
}
