import { type JSDoc, Node, Project, SyntaxKind } from "./print/ts_morph.ts";

/** The doc comments of one dataset in a schema file. */
export interface DatasetDocs {
  /** The comment above the dataset; empty when there is none. */
  readonly dataset: string;
  /** The comment above each field, by the field's name. */
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * Reads the doc comments of a schema file from its syntax: those above `defineDataset("Name", {…})`
 * and above the properties of its second argument.
 */
export function readDocComments(text: string): ReadonlyMap<string, DatasetDocs> {
  const project = new Project({ useInMemoryFileSystem: true });
  const file = project.createSourceFile("schema.ts", text);
  const docs = new Map<string, DatasetDocs>();
  for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
    if (!/(^|\.)defineDataset$/.test(call.getExpression().getText())) continue;
    const [name, fields] = call.getArguments();
    if (!Node.isStringLiteral(name)) continue;
    const statement = call.getFirstAncestorByKind(SyntaxKind.VariableStatement);
    docs.set(name.getLiteralValue(), {
      dataset: statement === undefined ? "" : description(statement.getJsDocs().at(-1)),
      fields: Node.isObjectLiteralExpression(fields) ? fieldDocs(fields) : new Map(),
    });
  }
  return docs;
}

function fieldDocs(
  fields: import("./print/ts_morph.ts").ObjectLiteralExpression,
): Map<string, string> {
  const docs = new Map<string, string>();
  for (const property of fields.getProperties()) {
    if (!Node.isPropertyAssignment(property)) continue;
    const name = property.getNameNode();
    const key = Node.isStringLiteral(name) ? name.getLiteralValue() : name.getText();
    const comment = property.getLeadingCommentRanges().at(-1)?.getText() ?? "";
    if (comment.startsWith("/**")) docs.set(key, plainComment(comment));
  }
  return docs;
}

function description(doc: JSDoc | undefined): string {
  return doc === undefined ? "" : plainComment(doc.getText());
}

/** The text between the comment's marks, without its margin, up to the first tag. */
function plainComment(comment: string): string {
  const lines = comment.slice(3, -2).split("\n").map((line) => line.replace(/^\s*\*? ?/, ""));
  const tag = lines.findIndex((line) => line.trimStart().startsWith("@"));
  return (tag < 0 ? lines : lines.slice(0, tag)).join("\n").trim();
}
