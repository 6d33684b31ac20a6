// Dexie ships types for its main entry only, which is not the one we may load (see requiredEntries in scripts/check-imports.ts).
declare module 'dexie/dist/modern/dexie.mjs' {
  export * from 'dexie';
  export { Dexie as default } from 'dexie';
}
