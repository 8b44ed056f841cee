import {
  type ImportDeclarationStructure,
  IndentationText,
  NewLineKind,
  Project,
  QuoteKind,
  type StatementStructures,
  StructureKind,
} from "./ts_morph.ts";

import { wrapComments } from "./wrap_comments.ts";

/** The rooms that generated code may import. */
export type ImportedRoom = "runtime" | "audio";

/**
 * A module being printed. It owns the imports: emitters ask for a name and get back what to call
 * it, so none of them writes an import line, and a dataset called `Audio` may have a type
 * `AudioInput` of its own.
 */
export class GeneratedFile {
  readonly statements: StatementStructures[] = [];
  readonly #declared = new Set<string>();
  readonly #imports = new Map<ImportedRoom, Map<string, { alias: string; isType: boolean }>>();

  /** Claims the names that this module declares; do it before anything is imported. */
  declare(names: readonly string[]): void {
    for (const name of names) this.#declared.add(name);
  }

  /** Whether the module declares `name` itself. */
  declares(name: string): boolean {
    return this.#declared.has(name);
  }

  /** Imports a value, and returns its name in this module. */
  value(name: string, room: ImportedRoom = "runtime"): string {
    return this.#import(name, { room, isType: false });
  }

  /** Imports a type, and returns its name in this module. */
  type(name: string, room: ImportedRoom = "runtime"): string {
    return this.#import(name, { room, isType: true });
  }

  /**
   * The module's text, not yet formatted.
   *
   * @param specifierOf what to import each room from.
   */
  print(header: string, specifierOf: (room: ImportedRoom) => string): string {
    const project = new Project({
      useInMemoryFileSystem: true,
      manipulationSettings: {
        indentationText: IndentationText.TwoSpaces,
        newLineKind: NewLineKind.LineFeed,
        quoteKind: QuoteKind.Double,
      },
    });
    // Printed first: the bodies ask for their imports while they are being printed.
    const body = project.createSourceFile("body.ts", { statements: this.statements });
    const imports = project.createSourceFile("imports.ts", {
      statements: [
        ...this.#importDeclarations(specifierOf),
        // What the module's own types are made of can be named by whoever imports the module.
        {
          kind: StructureKind.ExportDeclaration,
          isTypeOnly: true,
          moduleSpecifier: specifierOf("runtime"),
          leadingTrivia: "\n/** The library's types, which those of this module are made of. */\n",
        },
      ],
    });
    return `${header}\n${imports.getFullText()}\n${wrapComments(body.getFullText())}`;
  }

  #importDeclarations(
    specifierOf: (room: ImportedRoom) => string,
  ): ImportDeclarationStructure[] {
    return [...this.#imports].sort(byKey).map(([room, names]) => {
      const isTypeOnly = [...names.values()].every(({ isType }) => isType);
      return {
        kind: StructureKind.ImportDeclaration,
        moduleSpecifier: specifierOf(room),
        isTypeOnly,
        namedImports: [...names].sort(byKey).map(([name, { alias, isType }]) => ({
          name,
          isTypeOnly: isType && !isTypeOnly,
          ...(alias === name ? {} : { alias }),
        })),
      };
    });
  }

  #import(name: string, { room, isType }: { room: ImportedRoom; isType: boolean }): string {
    let names = this.#imports.get(room);
    if (names === undefined) this.#imports.set(room, names = new Map());
    const known = names.get(name);
    const alias = known?.alias ?? (this.#declared.has(name) ? `${name}_` : name);
    names.set(name, { alias, isType: isType && (known?.isType ?? true) });
    return alias;
  }
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
