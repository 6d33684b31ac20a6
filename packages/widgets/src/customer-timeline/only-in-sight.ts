// What a long list needs beside a short one. A file of its own: a bundler that finds one file imported in both ways makes an object of its
// names, which breaks on pages that add to Object.prototype.
export { before as Before } from '../parts/before.ts';

export { VirtualList } from '../parts/virtual-list.ts';
