import {
  type MethodDeclarationStructure,
  type OptionalKind,
  StructureKind,
} from "../print/ts_morph.ts";
import type { StructLayout, StructMember } from "../../schema/mod.ts";
import type { GeneratedFile } from "../print/generated_file.ts";
import { docText, numberLiteral } from "../print/literals.ts";
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

/** Emits the class of struct accessors: one method per member, no object made. */
export function emitStructMetadata(
  { ir, names }: EmittedField,
  { layout, docs, file }: {
    layout: StructLayout;
    /** A sentence for each member. */
    docs: Readonly<Record<string, string>>;
    file: GeneratedFile;
  },
): void {
  const table = `${file.type("Table")}<${file.type("StructPage")}>`;
  const code = structCode(layout, file);
  file.statements.push({
    kind: StructureKind.Class,
    name: names.metadata,
    isExported: true,
    docs: [
      docText(`Metadata of \`${ir.name}\`: records of ${numberLiteral(layout.itemSize)} bytes.`),
    ],
    properties: [{ name: "#table", type: table, isReadonly: true }],
    ctors: [{
      docs: ["Made by the field."],
      parameters: [{ name: "table", type: table }],
      statements: ["this.#table = table;"],
    }],
    methods: layout.members.filter((member) => !member.name.startsWith("_")).map((member) =>
      accessor(member, { doc: docs[member.name] ?? "", code })
    ),
  });
}

function accessor(
  member: StructMember,
  { doc, code }: { doc: string; code: StructCode },
): OptionalKind<MethodDeclarationStructure> {
  const view = member.type === "uint8" || member.type === "uint16" ? "bytes" : "words";
  return {
    name: member.name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    parameters: [{ name: "index", type: "number" }],
    returnType: "number",
    docs: [doc],
    statements: [
      `const { ${view} } = this.#table.page(index);`,
      `const word = ${code.word};`,
      `return ${code.member(member.name)};`,
    ],
  };
}
