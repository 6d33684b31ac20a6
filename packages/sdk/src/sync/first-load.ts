/**
 * What loads at first, named by each part that comes later: what several parts share is cut into a file for every combination of them, unless all build on the same.
 * So a page loads two files of this instead of eight, and less.
 */
export { Engine as FirstLoad } from './engine.ts';
