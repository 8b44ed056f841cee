import { type DatasetIr, fieldKind, fieldMeaning } from "../../schema/mod.ts";

/**
 * The `README.md` of a dataset's folder: what it is, what is in it, and how to open it. It holds
 * nothing that changes when records are added.
 *
 * @param about whether the folder has `sources/` and `plan/`.
 */
export function readmeText(
  { name, fields }: DatasetIr,
  { hasSources, hasPlan }: { readonly hasSources: boolean; readonly hasPlan: boolean },
): string {
  const rows = fields.map((field) => {
    const means = fieldMeaning(field);
    const what = `${fieldKind(field.kind)?.role ?? field.kind}${
      means === undefined ? "" : `, ${means}`
    }`;
    return `| \`${field.name}\` | \`${field.kind}\` | ${what} |`;
  });
  return `# ${name}

A dataset of audio in the audiofield format: a folder of shards (\`.afd\` files) that is read like one
file. \`dataset.json\` lists the shards in the order of their records.

| field | kind | what it holds |
| ----- | ---- | ------------- |
${rows.join("\n")}

Look at it:

\`\`\`sh
audiofield inspect .
audiofield verify .
\`\`\`

Read it, in Deno:

\`\`\`ts
import { openDataset } from "audiofield";

using dataset = openDataset(".");
console.log(dataset.recordCount);
\`\`\`

| here           | what it is                                                             |
| -------------- | ---------------------------------------------------------------------- |
| \`dataset.json\` | the schema, the shards in order, counts and checksums                   |
| \`shards/\`      | the records; a name is never used for other bytes                      |
| \`index/\`       | the metadata of all shards, made from them                             |
${hasSources ? sourcesRow : ""}${hasPlan ? planRow : ""}`;
}

const sourcesRow =
  "| `sources/`     | the file that each record was made from                                |\n";
const planRow =
  "| `plan/`        | how it was packed; needed to resume packing, not to read               |\n";
