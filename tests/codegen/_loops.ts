/** What the loops of a generated class call and make. */
import {
  type ClassDeclaration,
  type Node,
  Project,
  SyntaxKind,
} from "../../codegen/print/ts_morph.ts";

/** The class of that name in a module's text. */
export function classOf(text: string, name: string): ClassDeclaration {
  const project = new Project({ useInMemoryFileSystem: true });
  return project.createSourceFile("module.ts", text).getClassOrThrow(name);
}

/** The names of a class's own methods, in order. */
export function methodsOf(declaration: ClassDeclaration): string[] {
  return declaration.getMethods().map((method) => method.getName());
}

/** What is called, and what objects and functions are made, in the loops of a method. */
export interface LoopFacts {
  /** The names of the called functions as they are written, without those that only make an error to throw. */
  readonly calls: readonly string[];
  /** Object and array literals, functions and `new`, as they are written. */
  readonly made: readonly string[];
  /** The numbers that stand there. */
  readonly numbers: readonly string[];
}

/** Looks at the loops of a method; there must be some. */
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
