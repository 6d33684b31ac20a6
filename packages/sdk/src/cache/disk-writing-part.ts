// What is loaded by import(). What folds names all of disk-writing.ts; a file that is named so and is loaded by import() too gets an object of its names from
// some bundlers, which pages that add to prototypes break.
export { diskWriting } from './disk-writing.ts';
