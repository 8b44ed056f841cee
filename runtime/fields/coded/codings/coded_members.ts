import type { MetadataValue } from "../../kind/kind.ts";
import type { CodedMetadata } from "./coded_metadata.ts";

/** A metadata record by member name, as reflective readers return it. */
export function codedMembers(
  metadata: CodedMetadata,
  index: number,
): Record<string, MetadataValue> {
  const setup = new Uint32Array(4);
  metadata.copySetup(index, setup);
  return {
    dataPtr: metadata.dataPtr(index),
    byteLength: metadata.byteLength(index),
    numSamples: metadata.numSamples(index),
    durationMs: metadata.durationMs(index),
    sampleRate: metadata.sampleRate(index),
    indexCount: metadata.indexCount(index),
    indexStep: metadata.indexStep(index),
    ...Object.fromEntries([...setup].map((word, part) => [`setup${part}`, word])),
    channels: metadata.channels(index),
    dtypeCode: metadata.dtypeCode(index),
  };
}
