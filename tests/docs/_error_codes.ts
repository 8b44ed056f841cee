/** The codes that sources give their errors, with the class that each is thrown as. */
import { Node, Project, type SourceFile, SyntaxKind } from "../../codegen/print/ts_morph.ts";
import { filesBelow, root } from "../architecture/_sources.ts";

/** Where an error's code comes from, if it isn't a literal. */
export interface OpenCode {
  readonly path: string;
  /** The error's class. */
  readonly name: string;
  /** The expression. */
  readonly code: string;
}

/** A function that makes errors of a class, with a code that its callers give. */
interface Maker {
  readonly path: string;
  readonly name: string;
  /** Which argument is the code, or has it as a member. */
  readonly at: number;
  readonly errorName: string;
  readonly isExported: boolean;
}

const theirs = /^(tests|bench|tools|examples|generated|kernels\/crate)\//;
/** Gives errors their codes from a table. */
const fileErrors = "errors/file_error.ts";
const builtIn = new Set(["Error", "TypeError", "RangeError"]);

const files = typeScriptFiles();

/** Errors that TypeScript sources throw, as `Class/code`, and those without a literal code. */
export function codesInTypeScript(): { codes: Set<string>; open: OpenCode[] } {
  const codes = new Set<string>();
  const open: OpenCode[] = [];
  const makers: Maker[] = [];
  for (const [path, file] of files) {
    for (const made of file.getDescendantsOfKind(SyntaxKind.NewExpression)) {
      const name = made.getExpression().getText();
      if (!/^[A-Z]\w*Error$/.test(name) || builtIn.has(name)) continue;
      const code = memberOf(made.getArguments()[1], "code") ?? restOf(made.getArguments()[1]);
      if (code === undefined) continue;
      const texts = textsOf(code);
      for (const text of texts) codes.add(`${name}/${text}`);
      if (texts.length > 0) continue;
      const maker = makerOf(code, { path, errorName: name });
      if (maker === undefined) open.push({ path, name, code: code.getText() });
      else makers.push(maker);
    }
  }
  for (const { path, name, at, errorName, isExported } of makers) {
    for (const file of isExported ? files.values() : [files.get(path)!]) {
      if (!file.getText().includes(name)) continue;
      for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
        if (call.getExpression().getText().split(/[.#]/).at(-1) !== name) continue;
        const argument = call.getArguments()[at];
        const code = memberOf(argument, "code") ?? argument;
        for (const text of textsOf(code)) codes.add(`${errorName}/${text}`);
      }
    }
  }
  // Those of the file system, in our words: the first of each row of a table.
  for (
    const row of files.get(fileErrors)!.getDescendantsOfKind(SyntaxKind.ArrayLiteralExpression)
  ) {
    for (const text of textsOf(row.getElements()[0])) codes.add(`FileError/${text}`);
  }
  return { codes, open };
}

/** What decoders written in Rust report, by what they decode: an input, or a file's streams. */
export function codesInRust(): Set<string> {
  // For a decoder that ended without a reason.
  const codes = new Set(["AudioInputError/decoder-failed", "AudioInputError/codec-failed"]);
  for (const path of filesBelow("kernels/crate/src", /\.rs$/)) {
    const text = Deno.readTextFileSync(root + path).split("#[cfg(test)]")[0]!;
    // Runs decode what a dataset stores; everything else reads inputs.
    const name = /\/codecs\/.*run_decoder/.test(path) ? "IntegrityError" : "AudioInputError";
    const made = /(?:(?:Input|Codec)Error::new\(|\bcheck\(|\.broken\(|Checksum =>)\s*"([a-z-]+)"/g;
    for (const [, code] of text.matchAll(made)) codes.add(`${name}/${code}`);
  }
  return codes;
}

/** What `verify` finds: the codes that checks pass on, or return. */
export function codesOfVerify(): Set<string> {
  const codes = new Set<string>();
  for (const [, file] of files) {
    for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
      if (!/\.(ofFile|ofRecord|blame)$/.test(call.getExpression().getText())) continue;
      for (const text of textsOf(call.getArguments()[0])) codes.add(text);
    }
    for (const returned of file.getDescendantsOfKind(SyntaxKind.ReturnStatement)) {
      const made = returned.getFirstAncestor((node) =>
        Node.isFunctionDeclaration(node) || Node.isMethodDeclaration(node)
      );
      if (!Node.isReturnTyped(made)) continue;
      if (made.getReturnTypeNode()?.getText() !== "RecordFault") continue;
      for (const text of textsOf(returned.getExpression())) codes.add(text);
    }
  }
  return codes;
}

function typeScriptFiles(): Map<string, SourceFile> {
  const project = new Project({ useInMemoryFileSystem: true });
  const paths = filesBelow("", /\.ts$/).filter((path) => !theirs.test(path));
  return new Map(
    paths.map((path) => [path, project.createSourceFile(path, Deno.readTextFileSync(root + path))]),
  );
}

/** A member of an object literal: its value, or its name if that is both. */
function memberOf(object: Node | undefined, name: string): Node | undefined {
  if (!Node.isObjectLiteralExpression(object)) return undefined;
  const member = object.getProperty(name);
  if (Node.isPropertyAssignment(member)) return member.getInitializer();
  return Node.isShorthandPropertyAssignment(member) ? member.getNameNode() : undefined;
}

/** What an object literal spreads, if anything. */
function restOf(object: Node | undefined): Node | undefined {
  return Node.isObjectLiteralExpression(object)
    ? object.getProperties().find(Node.isSpreadAssignment)?.getExpression()
    : undefined;
}

/** The values that an expression can have: one, or those of a conditional. */
function textsOf(expression: Node | undefined): string[] {
  if (Node.isStringLiteral(expression)) return [expression.getLiteralText()];
  if (Node.isConditionalExpression(expression)) {
    return [expression.getWhenTrue(), expression.getWhenFalse()].flatMap(textsOf);
  }
  if (!Node.isIdentifier(expression)) return [];
  const body = expression.getFirstAncestor((node) =>
    Node.isFunctionLikeDeclaration(node) && !Node.isArrowFunction(node)
  );
  const local = body?.getDescendantsOfKind(SyntaxKind.VariableDeclaration)
    .find((variable) => variable.getName() === expression.getText());
  return textsOf(local?.getInitializer());
}

/** The function around an error, if the error's code is one of its parameters. */
function makerOf(
  code: Node,
  { path, errorName }: { path: string; errorName: string },
): Maker | undefined {
  const name = code.getText();
  for (const around of code.getAncestors()) {
    if (!Node.isParametered(around)) continue;
    const at = around.getParameters().findIndex((parameter) => {
      const shape = parameter.getNameNode();
      return Node.isObjectBindingPattern(shape)
        ? shape.getElements().some((element) => element.getName() === name)
        : parameter.getName() === name;
    });
    if (at === -1) continue;
    const named = Node.isArrowFunction(around) ? around.getParent() : around;
    const madeBy = Node.hasName(named) ? named.getName() : undefined;
    if (madeBy === undefined) continue;
    const isExported = Node.isFunctionDeclaration(around) && around.isExported();
    return { path, name: madeBy.replace(/^#/, ""), at, errorName, isExported };
  }
  return undefined;
}
