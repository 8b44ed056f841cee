import { systemFfmpeg } from "../../shards/pack/foreign_decoder.ts";
import { encodingOption } from "../../shards/shared/text_encoding.ts";
import type { PackingRules } from "../../shards/pack/record_packer.ts";
import { scaleOption } from "../../shards/pack/scale.ts";
import type { PackingArguments } from "./packing_options.ts";

/**
 * How inputs become records.
 *
 * @throws {UsageError} `"scale"` when the scale isn't a factor.
 */
export function packingRules(args: PackingArguments): PackingRules {
  return {
    onError: args.onError,
    onClipping: args.onClipping,
    acceptTruncated: args.acceptTruncated,
    track: args.track,
    decodeWith: args.decodeWith === undefined ? undefined : systemFfmpeg(args.track),
    textEncoding: args.textEncoding === undefined ? undefined : encodingOption(args.textEncoding),
    scale: args.scale === undefined ? undefined : scaleOption(args.scale),
    requireText: args.requireText,
    minSeconds: args.minSeconds,
  };
}
