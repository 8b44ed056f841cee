import { ContainerWriter, encodeField, type Provenance } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";

/** A dataset to give the provenance of. */
export const Pair = defineDataset("Pair", { id: field.uint16(), text: field.text() });

/** A file with two of its records, as bytes. */
export function pairFile(provenance?: Provenance): Uint8Array<ArrayBuffer> {
  const path = Deno.makeTempFileSync();
  try {
    const container = new ContainerWriter(path, { ir: Pair.ir, overwrite: true, provenance });
    for (const [index, word] of ["zero", "one"].entries()) {
      container.beginRecord();
      encodeField(container.slot(0), index, (value, { metadata }) => {
        metadata.setUint16(0, value, true);
      });
      encodeField(container.slot(1), new TextEncoder().encode(word), (bytes, slot) => {
        slot.metadata.setUint32(8, bytes.length, true);
        slot.length = bytes.length;
        slot.write(bytes);
      });
      container.endRecord();
    }
    container.finish();
    return Deno.readFileSync(path);
  } finally {
    Deno.removeSync(path);
  }
}
