/**
 * The package that prints and reads TypeScript. Named in full, so that the generator works from any
 * project, without this one's import map.
 */
export * from "npm:ts-morph@28.0.0";
