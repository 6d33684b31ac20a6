// npm run bench: the data engine (engine.ts). npm run bench -- server: the reference server (server/main.ts). npm run bench -- board: the pipeline
// board beside other boards (board/main.ts). npm run bench -- timeline: ten thousand activities of one customer (timeline/main.ts); npm run bench -- pop: the screen pop (pop/main.ts).

switch (process.argv[2]) {
  case 'server': await import('./server/main.ts'); break;
  case 'board': await import('./board/main.ts'); break;
  case 'timeline': await import('./timeline/main.ts'); break;
  case 'pop': await import('./pop/main.ts'); break;
  default: await import('./engine.ts');
}
