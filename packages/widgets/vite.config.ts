import { defineConfig, type Plugin } from 'vite';

const widgets = ['provider', 'contact-card', 'pipeline-board', 'customer-timeline', 'ticket-form', 'ticket', 'record', 'lookup', 'form', 'list', 'tasks', 'inbox', 'outbox', 'notifications', 'lead-form', 'screen-pop'];
const everything = 'virtual:vinculo';

/** `vinculo.js`: the one script a page pastes. It registers every widget. */
function everyWidget(): Plugin {
  return {
    name: 'every-widget',
    resolveId: (id) => (id === everything ? `\0${everything}` : undefined),
    load: (id) =>
      id === `\0${everything}`
        ? widgets.map((name) => `import '/src/${name}/vinculo-${name}.ts'`).join('\n')
        : undefined,
  };
}

/**
 * What the bundler makes a part's exports of walks objects with `for in`, and trips over what a page has added to `Object.prototype`: parts do not load then. In
 * the bundle it walks an object's own keys.
 */
function ownKeysOnly(): Plugin {
  return {
    name: 'own-keys-only',
    renderChunk(code, { name }) {
      if (name !== 'rolldown-runtime') return undefined;
      const changed = code.replaceAll(/for \((?:const|let|var) (\w+) in ([\w.]+)\)/g, 'for (const $1 of Object.keys($2))');
      if (changed === code) this.error('What makes the exports of a part is written otherwise by this version of the bundler: look whether it walks own keys alone.');
      return { code: changed, map: null };
    },
  };
}

/**
 * The bundle for pages without a build step, in cdn/: one file per widget and one for all, each an ES module with
 * everything inside; what they share, and what loads on demand, lies in cdn/parts/.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [everyWidget(), ownKeysOnly()],
  resolve: { conditions: ['source', 'es2015', 'module', 'browser', 'production'] },
  build: {
    outDir: 'cdn',
    target: 'es2022',
    sourcemap: true,
    modulePreload: false,
    rolldownOptions: {
      input: {
        vinculo: everything,
        // For developers: a page that wants it names it.
        devtools: `${import.meta.dirname}/src/devtools/vinculo-devtools.ts`,
        ...Object.fromEntries(widgets.map((name) => [name, `${import.meta.dirname}/src/${name}/vinculo-${name}.ts`])),
      },
      preserveEntrySignatures: 'exports-only',
      output: {
        minify: true,
        entryFileNames: '[name].js',
        chunkFileNames: 'parts/[name]-[hash].js',
      },
    },
  },
});
