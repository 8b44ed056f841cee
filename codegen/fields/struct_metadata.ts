import type { StructLayout, StructMember } from "../../schema/mod.ts";
import { code } from "../print/code.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { docComment, docText, numberLiteral } from "../print/literals.ts";
import type { EmittedField } from "./kind.ts";

/** A record's first word or byte in its page, and each member, as source text. */
export interface StructCode {
  /** `(index & pageMask) * 6`: the record's first 32-bit word in its page. */
  readonly word: string;
  /** Reads a member from `words` or `bytes`, given the record's first `word`. */
  member(name: string): string;
}

/** How a layout's members are read in generated code. */
export function structCode(layout: StructLayout, file: GeneratedFile): StructCode {
  const pageMask = file.value("pageMask");
  return {
    word: `(index & ${pageMask}) * ${layout.itemSize / 4}`,
    member(name) {
      const found = layout.members.find((candidate) => candidate.name === name);
      if (found === undefined) throw new TypeError(`No member "${name}"`);
      return memberCode(found);
    },
  };
}

function memberCode({ type, offset }: StructMember): string {
  const at = (bytes: number) => bytes === 0 ? "" : ` + ${bytes}`;
  switch (type) {
    case "uint64":
      return `words[word${at(offset / 4)}]! + words[word + ${offset / 4 + 1}]! * 0x1_0000_0000`;
    case "uint32":
      return `words[word${at(offset / 4)}]!`;
    case "uint16":
      return `bytes[word * 4${at(offset)}]! + bytes[word * 4${at(offset + 1)}]! * 256`;
    case "uint8":
      return `bytes[word * 4${at(offset)}]!`;
    default:
      throw new TypeError(`No accessor for a member of type ${type}`);
  }
}

/** Emits the class of struct accessors: one method per member, which makes no objects. */
export function emitStructMetadata(
  { ir, names }: EmittedField,
  { layout, docs, file }: {
    layout: StructLayout;
    /** A sentence for each member. */
    docs: Readonly<Record<string, string>>;
    file: GeneratedFile;
  },
): void {
  const { StructPage, Table } = file.types("StructPage", "Table");
  const struct = structCode(layout, file);
  const members = layout.members.filter((member) => !member.name.startsWith("_"));
  file.print`
    /** ${
    docText(`Metadata of \`${ir.name}\`: records of ${numberLiteral(layout.itemSize)} bytes.`)
  } */
    export class ${names.metadata} {
      readonly #table: ${Table}<${StructPage}>;

      /** Made by the field. */
      constructor(table: ${Table}<${StructPage}>) {
        this.#table = table;
      }

      ${members.map((member) => accessor(member, { doc: docs[member.name] ?? "", struct }))}
    }
  `;
}

function accessor(
  member: StructMember,
  { doc, struct }: { doc: string; struct: StructCode },
): string {
  const name = member.name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const view = member.type === "uint8" || member.type === "uint16" ? "bytes" : "words";
  return code`

    ${docComment(doc)}
    ${name}(index: number): number {
      const { ${view} } = this.#table.page(index);
      const word = ${struct.word};
      return ${struct.member(member.name)};
    }
  `;
}
