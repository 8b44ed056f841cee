/**
 * What generated modules read fields of categories with.
 *
 * @module
 */
export { CategoryField } from "../../runtime/fields/category/category_field.ts";
