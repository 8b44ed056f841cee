import {
  type ImportDeclarationStructure,
  IndentationText,
  NewLineKind,
  Project,
  QuoteKind,
  StructureKind,
} from "./ts_morph.ts";

import { generatedVersion } from "../../doors/generated/version.ts";
import { code, type Hole } from "./code.ts";
import { type Door, doorNames, readingDoors } from "./doors.ts";
import { wrapComments } from "./wrap_comments.ts";

/** Where a module's imports come from. */
export interface PrintOptions {
  /** What to import each door from. */
  readonly specifierOf: (door: Door) => string;
  /** What to import the generated module next to this one from. */
  readonly sibling: string;
}

/**
 * A module being printed. It owns the imports: emitters ask for a name and get back what to call
 * it, so none of them writes an import line, and a dataset called `Audio` can have its own
 * type `AudioInput`.
 */
export class ModuleFile {
  /** Its declarations, in order. */
  readonly statements: string[] = [];
  readonly #doors: readonly Door[];
  readonly #declared = new Set<string>();
  readonly #local = new Map<string, { isTypeOnly: boolean }>();
  readonly #imports = new Map<Door, Map<string, { alias: string; isType: boolean }>>();

  /** @param doors the doors that the module may import from. */
  constructor(doors: readonly Door[]) {
    this.#doors = doors;
  }

  /** Claims the names that this module declares; call it before importing anything. */
  declare(names: readonly string[]): void {
    for (const name of names) this.#declared.add(name);
  }

  /** Whether the module declares `name` itself. */
  declares(name: string): boolean {
    return this.#declared.has(name);
  }

  /** Imports a value, and returns its name in this module. */
  value(name: string): string {
    return this.#import(name, false);
  }

  /** Imports a type, and returns its name in this module. */
  type(name: string): string {
    return this.#import(name, true);
  }

  /** Imports what the generated module next to this one declares, and returns its name. */
  local(name: string, { isTypeOnly }: { isTypeOnly: boolean }): string {
    this.#local.set(name, { isTypeOnly });
    return name;
  }

  /** Imports values, and returns an object with their names in this module. */
  values<const Name extends string>(...names: Name[]): { readonly [N in Name]: string } {
    return this.#namesOf(names, (name) => this.value(name));
  }

  /** Imports types, and returns an object with their names in this module. */
  types<const Name extends string>(...names: Name[]): { readonly [N in Name]: string } {
    return this.#namesOf(names, (name) => this.type(name));
  }

  /** Prints a declaration, as {@link code} does. */
  print(template: TemplateStringsArray, ...holes: readonly Hole[]): void {
    this.statements.push(code(template, ...holes));
  }

  /**
   * The module's text, not yet formatted.
   *
   * @param specifierOf what to import each door from.
   * @param sibling what to import the module next to this one from.
   */
  text(header: string, { specifierOf, sibling }: PrintOptions): string {
    const check = `${this.value("generatedFor")}(${generatedVersion}, import.meta.url);`;
    const project = new Project({
      useInMemoryFileSystem: true,
      manipulationSettings: {
        indentationText: IndentationText.TwoSpaces,
        newLineKind: NewLineKind.LineFeed,
        quoteKind: QuoteKind.Double,
      },
    });
    const doors = [...this.#imports].sort(byKey).map(([door]) => door);
    const imports = project.createSourceFile("imports.ts", {
      statements: [
        ...this.#importDeclarations(specifierOf),
        ...(this.#local.size === 0 ? [] : [{
          kind: StructureKind.ImportDeclaration as const,
          moduleSpecifier: sibling,
          namedImports: [...this.#local].sort(byKey).map(([name, local]) => ({ name, ...local })),
        }]),
        // Whoever imports the module can then name what the module's own types are made of.
        ...doors.map((door, index) => ({
          kind: StructureKind.ExportDeclaration as const,
          isTypeOnly: true,
          moduleSpecifier: specifierOf(door),
          ...(index > 0 ? {} : {
            leadingTrivia: "\n/** The library's types that this module's types are made of. */\n",
          }),
        })),
        `\n${check}`,
      ],
    });
    const body = wrapComments(this.statements.join("\n\n"));
    return `${header}\n${imports.getFullText()}\n${body}\n`;
  }

  #namesOf<Name extends string>(
    names: readonly Name[],
    nameOf: (name: Name) => string,
  ): { readonly [N in Name]: string } {
    return Object.fromEntries(names.map((name) => [name, nameOf(name)])) as {
      readonly [N in Name]: string;
    };
  }

  #importDeclarations(specifierOf: (door: Door) => string): ImportDeclarationStructure[] {
    return [...this.#imports].sort(byKey).map(([door, names]) => {
      const isTypeOnly = [...names.values()].every(({ isType }) => isType);
      return {
        kind: StructureKind.ImportDeclaration,
        moduleSpecifier: specifierOf(door),
        isTypeOnly,
        namedImports: [...names].sort(byKey).map(([name, { alias, isType }]) => ({
          name,
          isTypeOnly: isType && !isTypeOnly,
          ...(alias === name ? {} : { alias }),
        })),
      };
    });
  }

  #import(name: string, isType: boolean): string {
    const door = this.#doors.find((door) => doorNames[door].includes(name));
    if (door === undefined) {
      throw new TypeError(
        `No door for generated modules has "${name}": see codegen/print/doors.ts`,
      );
    }
    let names = this.#imports.get(door);
    if (names === undefined) this.#imports.set(door, names = new Map());
    const known = names.get(name);
    const alias = known?.alias ?? (this.#declared.has(name) ? `${name}_` : name);
    names.set(name, { alias, isType: isType && (known?.isType ?? true) });
    return alias;
  }
}

/** The module that reads, with the module that writes, which readers don't have to load. */
export class GeneratedFile extends ModuleFile {
  /** The module of the writers; emitters of encoders ask it for their imports. */
  readonly writer: ModuleFile = new ModuleFile(["generated/writer"]);

  constructor() {
    super(readingDoors);
  }

  /** Claims the names that the two modules declare; call it before importing anything. */
  override declare(names: readonly string[]): void {
    super.declare(names);
    this.writer.declare(names);
  }
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
