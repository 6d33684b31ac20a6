/** custom-elements.json: the widgets' properties, events, slots and parts, for editors and for the docs. */
export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/*.test.ts', 'src/messages/**', 'src/styles/**'],
  litelement: true,
  packagejson: false, // package.json names the file already
};
