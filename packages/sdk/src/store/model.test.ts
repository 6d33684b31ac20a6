import fc from 'fast-check';
import { it } from 'vitest';
import { events, schemas } from './model-arbitraries.fixture.ts';
import { World } from './model-world.fixture.ts';

const runs = Number(process.env['VINCULO_RUNS'] ?? 5000);
const seed = process.env['VINCULO_SEED'];

it(`answers as if everything were worked out anew after each of any changes (${runs} runs)`, () => {
  fc.assert(fc.property(
    schemas.chain((schema) => fc.record({ schema: fc.constant(schema), questions: fc.array(schema.question, { minLength: 1, maxLength: 3 }), list: events(schema) })),
    ({ schema, questions, list }) => {
      const world = new World(schema);
      for (const question of questions) world.happen({ do: 'ask', question });
      for (const event of list) {
        world.happen(event);
        world.check();
      }
      world.close();
    },
  ), { numRuns: runs, ...(seed === undefined ? {} : { seed: Number(seed) }) });
}, 3_600_000);
