import type { ResolvedOpus } from "../../../schema/mod.ts";
import { CodedField } from "./coded_field.ts";
import { codedRuntimeKind } from "./coded_kind.ts";
import type { RuntimeKind } from "../kind/kind.ts";

/** The runtime's part of `opus`. */
export const opusRuntimeKind: RuntimeKind = codedRuntimeKind<ResolvedOpus>("opus", {
  codingOf: ({ bitrate, application, frameDuration, vbr, preRollMs, resetSeconds }) => ({
    codec: "opus",
    bitrate,
    application,
    frameDuration,
    vbr,
    preRollMs,
    resetSeconds,
  }),
  open: (file, fieldIndex, options) => new CodedField(file, fieldIndex, options),
});
