import type { JsonValue, ResolvedPitch } from "../../schema/mod.ts";
import { fieldKind, withoutMeaning } from "../../schema/mod.ts";
import { jsonLiteral } from "../print/literals.ts";
import type { FieldEmitter } from "./kind.ts";

/** Pitch fields: reading them doesn't depend on the schema, so the runtime does it. */
export const pitchEmitter: FieldEmitter = {
  emit({ ir }, file) {
    const { from } = fieldKind("pitch")!.resolve(ir.options) as ResolvedPitch;
    const encoder = file.writer.value(
      from === undefined ? "PitchEncoder" : "ComputedPitchEncoder",
    );
    const kept = jsonLiteral(withoutMeaning(ir.options) as JsonValue);
    return {
      inputType: from === undefined ? file.writer.type("PitchInput") : "never",
      outputType: file.type("Pitch"),
      fieldClass: file.value("PitchField"),
      isLibraryClass: true,
      encoder: {
        type: encoder,
        initializer: `new ${encoder}(${kept}${from === undefined ? ", openAudio" : ""})`,
      },
      encode: `(value, slot) => this.#${ir.name}.encode(value, slot)`,
      ...(from === undefined ? {} : { from }),
    };
  },
};
