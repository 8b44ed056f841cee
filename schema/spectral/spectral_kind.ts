import type { JsonObject } from "../language/json.ts";
import type { FieldKind } from "../language/kind.ts";
import { structLayout } from "../language/layout.ts";
import { withoutDefaults } from "../language/options.ts";
import { spectralFromBinary, spectralToBinary } from "./config.ts";
import { nearestPreset } from "./nearest_preset.ts";
import { readOptions } from "./options.ts";
import { parameterNames, type SpectralKind } from "./parameters/kinds.ts";
import type { SpectralParameters } from "./parameters/parameters.ts";
import { spectralDefaults } from "./parameters/table.ts";
import { quantityOf } from "./quantity.ts";
import { spectralBins, withPreset } from "./resolve.ts";
import { consistent } from "./rules.ts";
import { sourceRate } from "./source.ts";
import { dtypeBytes } from "../language/waveform_dtype.ts";

/** All options of a spectral field: its full parameters, and the field they are computed from. */
export interface ResolvedSpectral extends SpectralParameters {
  /** The audio field whose stored samples are analysed; without it, records supply audio or arrays. */
  readonly from?: string;
}

/** One of the three kinds, which differ in their rows and in the parameters they have. */
export function spectralKind(kind: SpectralKind, typeId: number): FieldKind<ResolvedSpectral> {
  return {
    kind,
    typeId,
    layout: structLayout([
      ["data_ptr", "uint64"],
      ["time_frames", "uint32"],
      ["n_mels", "uint16"],
      ["dtype_code", "uint8"],
      ["_pad", "uint8"],
    ]),
    role: "features",
    hasPayload: true,
    length: { member: "time_frames", unit: "frames" },
    period: ({ sampleRate, hopLength }) =>
      sampleRate === "source" ? undefined : [hopLength, sampleRate],
    computedFrom: ({ from }) => from,
    quantity: (options) => quantityOf(kind, options),

    summary({ from, ...parameters }) {
      // There are forty parameters, and people know them by the preset.
      const { preset, differing } = nearestPreset(kind, parameters);
      return { ...(from === undefined ? {} : { from }), preset, ...differing };
    },

    canonicalize(options, path, fields) {
      const { from, preset, stated: written } = readOptions(options, { kind, path });
      const stated = { ...written };
      const rate = from === undefined ? undefined : sourceRate(from, { path, fields });
      const wanted = withPreset(stated, { kind, preset }).sampleRate;
      if (wanted === "source" && rate !== undefined) stated.sampleRate = rate;
      const parameters = consistent(withPreset(stated, { kind, preset }), { kind, stated, path });
      return { ...canonicalForm(parameters, kind), ...(from === undefined ? {} : { from }) };
    },

    resolve(canonical) {
      const { from, ...stated } = canonical as Partial<ResolvedSpectral>;
      const parameters = withPreset(stated, { kind, preset: "original" });
      return from === undefined ? parameters : { ...parameters, from };
    },

    toBinary: spectralToBinary,
    fromBinary: spectralFromBinary,

    extent(options) {
      const bins = spectralBins(kind, options);
      const valueBytes = dtypeBytes(options.storeDtype);
      // The value that pads the frames follows them.
      const tailBytes = options.padSeconds === null ? 0 : valueBytes;
      return {
        leastBytes: (length) => length * bins * valueBytes + tailBytes,
        widest: bins,
      };
    },
  };
}

function canonicalForm(parameters: SpectralParameters, kind: SpectralKind): JsonObject {
  const kept = withoutDefaults(parameters, { ...spectralDefaults, winLength: parameters.nFft });
  const names = parameterNames(kind).filter((name) => Object.hasOwn(kept, name));
  return Object.fromEntries(names.map((name) => [name, parameters[name]]));
}
