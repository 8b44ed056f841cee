/** What the loops of a generated class call and create. */
import {
  type ClassDeclaration,
  type Node,
  Project,
  SyntaxKind,
} from "../../codegen/print/ts_morph.ts";

/** The class with this name in a module's text. */
export function classOf(text: string, name: string): ClassDeclaration {
  const project = new Project({ useInMemoryFileSystem: true });
  return project.createSourceFile("module.ts", text).getClassOrThrow(name);
}

/** The names of a class's own methods, in order. */
export function methodsOf(declaration: ClassDeclaration): string[] {
  return declaration.getMethods().map((method) => method.getName());
}

/** Which functions are called, and which objects and functions are created, in a method's loops. */
export interface LoopFacts {
  /** Names of the called functions as written, without those that only make errors. */
  readonly calls: readonly string[];
  /** Object and array literals, functions and `new`, as written. */
  readonly made: readonly string[];
  /** The numbers in the text. */
  readonly numbers: readonly string[];
}

/** Examines the loops of a method, which must have some. */
export function loopsOf(declaration: ClassDeclaration, method: string): LoopFacts {
  const loops = declaration.getMethodOrThrow(method).getDescendantsOfKind(SyntaxKind.ForStatement);
  if (loops.length === 0) throw new TypeError(`${method} has no loop`);
  const within = (...kinds: SyntaxKind[]): Node[] =>
    loops.flatMap((loop) => kinds.flatMap((kind) => loop.getDescendantsOfKind(kind)))
      .filter((node) => node.getFirstAncestorByKind(SyntaxKind.ThrowStatement) === undefined);
  return {
    calls: within(SyntaxKind.CallExpression).map((node) =>
      node.asKindOrThrow(SyntaxKind.CallExpression).getExpression().getText()
    ),
    made: within(
      SyntaxKind.ObjectLiteralExpression,
      SyntaxKind.ArrayLiteralExpression,
      SyntaxKind.ArrowFunction,
      SyntaxKind.FunctionExpression,
      SyntaxKind.NewExpression,
    ).map((node) => node.getText()),
    numbers: within(SyntaxKind.NumericLiteral).map((node) => node.getText()),
  };
}
