import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Row, row } from "../row.ts";
import { median, seconds } from "../side_by_side.ts";

const kinds = ["waveform", "text", "bytes", "bool", "uint32", "float32", "int64", "uint8"];

/** The `gen` command on a schema of 50 fields, in its own process, including start-up. */
export function genCold(directory: string): Row {
  const fields = Array.from(
    { length: 50 },
    (_, index) =>
      `  /** Field ${index}. */\n  field${index}: field.${kinds[index % kinds.length]}(),\n`,
  );
  const schema = join(directory, "fifty.schema.ts");
  writeFileSync(
    schema,
    `import { defineDataset, field } from "audiofield";\n` +
      `export const Fifty = defineDataset("Fifty", {\n${fields.join("")}});\n`,
  );
  const main = new URL("../../cli/main.ts", import.meta.url).pathname;
  const times = Array.from({ length: 5 }, (_, run) =>
    seconds(() => {
      const out = join(directory, `gen${run}`);
      const { success, stderr } = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", main, "gen", schema, "--out", out],
      }).outputSync();
      if (!success) throw new Error(new TextDecoder().decode(stderr));
    }));
  return row("audiofield gen of a 50-field schema, cold", {
    value: median(times),
    limit: 2,
    unit: "s",
    bar: 1,
    wanted: "at most",
  });
}
