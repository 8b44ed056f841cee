import type { KernelName } from "../../../kernels/kernel_names.ts";
import { type FieldIr, knownKind } from "../../../schema/reading.ts";

/** What matters here of a batch's options: whether they ask for anything but what is stored. */
interface BatchOptions {
  readonly dtype?: unknown;
  readonly layout?: unknown;
  readonly order?: unknown;
}

/**
 * The WebAssembly modules that decoding a field may need, so that they can be loaded before: none for
 * PCM, features and tokens as they are stored, pitch, text, categories, numbers and bytes.
 *
 * @param batch the options of a batch; without them, what decoding single records takes.
 */
export function kernelsFor(field: FieldIr, batch?: BatchOptions): readonly KernelName[] {
  const { kind, options } = field;
  const known = knownKind(kind);
  const isConverted = batch?.dtype !== undefined || batch?.layout !== undefined;
  switch (known?.role) {
    case "audio": {
      const { coding = "pcm", mono = true } = options;
      const isCoded = kind === "flac" || kind === "opus" || coding !== "pcm";
      // Clips with fewer channels than a batch has are spread over them.
      const isSpread = batch !== undefined && mono !== true;
      return [
        ...(isCoded ? ["decoders"] as const : []),
        ...(isConverted || isSpread ? ["dsp"] as const : []),
      ];
    }
    case "features": {
      const { storeDtype } = known.resolve(options) as { readonly storeDtype?: string };
      // Single records are decoded to float32.
      return isConverted || (batch === undefined && storeDtype === "float16") ? ["dsp"] : [];
    }
    case "tokens": {
      const isPacked = options["packing"] === "bits" || batch?.order !== undefined;
      return batch !== undefined && (isConverted || isPacked) ? ["dsp"] : [];
    }
    default:
      return [];
  }
}
