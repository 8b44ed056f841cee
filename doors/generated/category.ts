/**
 * What generated modules read fields of categories with.
 *
 * @module
 */
import { categoryFacts, type KindFacts } from "../../schema/reading.ts";

export { CategoryField } from "../../runtime/fields/category/category_field.ts";

/** What reading takes to know about `category`. */
export const categoryKind: KindFacts = categoryFacts;
