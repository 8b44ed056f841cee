import type { ResolvedChunkedWaveform } from "../../../schema/mod.ts";
import { ChunkedField } from "./chunked_field.ts";
import { ChunkedReader } from "./chunked_reader.ts";
import { codedRuntimeKind } from "./coded_kind.ts";
import type { RuntimeKind } from "../kind/kind.ts";

/** The runtime's part of `chunkedWaveform`. */
export const chunkedWaveformRuntimeKind: RuntimeKind = codedRuntimeKind<
  ResolvedChunkedWaveform,
  ChunkedField
>(
  "chunkedWaveform",
  {
    codingOf: ({ coding }) => coding,
    open: (file, fieldIndex, { coding, channels, resolved }) =>
      new ChunkedField(file, fieldIndex, { ...resolved, coding, channels }),
    read: (kind, parts) => new ChunkedReader(kind, parts),
  },
);
