/** The shipped catalogue 目录: what holds for the whole country before a region adds its own registers. */
export { CATALOGUE_ALLOWABLE_ERRORS } from './allowable-errors.ts';
export { CATALOGUE_ITEMS } from './items.ts';
export { CATALOGUE_PANELS } from './panels.ts';
export { CATALOGUE_QUALITY_REQUIREMENTS } from './quality.ts';
export { CATALOGUE_REGIONS } from './regions.ts';
export { CATALOGUE_TIME_LIMITS } from './time-limits.ts';
