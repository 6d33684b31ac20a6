// npm run bench: the data engine (engine.ts). npm run bench -- server: the reference server (server/main.ts).

await (process.argv[2] === 'server' ? import('./server/main.ts') : import('./engine.ts'));
