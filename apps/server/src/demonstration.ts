/** What fills a database with a demonstration region. */
export { importTyped } from './registers/change.ts';
