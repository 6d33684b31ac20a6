import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Present, type Whereabout, Whereabouts } from './whereabouts.ts';

const at = (id: string, doing: Whereabout['doing'] = 'looking'): Whereabout => ({ table: 'ticket', id, doing });
const word = (userId: string, page: string, ...places: Whereabout[]) => ({ userId, name: userId.toUpperCase(), page, at: places });

describe('who is where', () => {
  it('is told to others once per person, as the page that does most', () => {
    const all = new Whereabouts();
    all.say(word('li', '1', at('t1')), 0);
    all.say(word('li', '2', at('t1', 'writing')), 0);
    all.say(word('ana', '3', at('t1')), 0);
    expect(all.at('ticket', ['t1', 't1', 't2'], 'ana', 1)).toEqual([{ table: 'ticket', id: 't1', doing: 'writing', userId: 'li', name: 'LI' }]);
    expect(all.at('ticket', ['t1'], 'li', 1).map(({ userId }) => userId)).toEqual(['ana']);
    expect(all.at('deal', ['t1'], 'ana', 1)).toEqual([]);
  });

  it('names the tables in which a word changes something, and none for the same word again', () => {
    const all = new Whereabouts();
    expect(all.say(word('li', '1', at('t1')), 0)).toEqual(['ticket']);
    expect(all.say(word('li', '1', at('t1')), 1000)).toEqual([]);
    expect(all.say(word('li', '1', at('t1', 'writing')), 2000)).toEqual(['ticket']);
    expect(all.say(word('li', '1', at('t1', 'writing'), { table: 'deal', id: 'd1', doing: 'looking' }), 3000)).toEqual(['deal']);
    expect(all.say(word('li', '1'), 4000)).toEqual(['ticket', 'deal']);
    expect(all.isEmpty).toBe(true);
  });

  it('knows who else is where a page was or comes, and nobody elsewhere', () => {
    const all = new Whereabouts();
    all.say(word('li', '1', at('t1')), 0);
    all.say(word('sam', '2', at('t2', 'writing')), 0);
    all.say(word('zoe', '3', at('t3')), 0);
    all.say(word('ana', '4', at('t1')), 0);
    all.say(word('ana', '5', at('t3')), 0);
    expect([...all.beside(word('ana', '4', at('t2')))].sort()).toEqual(['li', 'sam']);
    expect(all.beside(word('ana', '4'))).toEqual(['li']);
    expect(all.beside(word('eve', '1', at('t4')))).toEqual([]);
  });

  it('is forgotten when it is not said again in time', () => {
    const all = new Whereabouts();
    all.say(word('li', '1', at('t1')), 0);
    all.say(word('li', '1', at('t1')), 40_000);
    expect(all.forgetOld(60_000)).toEqual([]);
    expect(all.at('ticket', ['t1'], 'ana', 89_999)).toHaveLength(1);
    expect(all.at('ticket', ['t1'], 'ana', 90_000)).toEqual([]);
    expect(all.forgetOld(90_000)).toEqual(['ticket']);
    expect(all.isEmpty).toBe(true);
  });

  it('keeps twenty pages of one person, whatever pages they name', () => {
    const all = new Whereabouts();
    for (let n = 0; n < 500; n++) all.say(word('li', `page ${n}`, at(`t${n}`)), n);
    const ids = Array.from({ length: 500 }, (_, n) => `t${n}`);
    expect(all.at('ticket', ids, 'ana', 500).map(({ id }) => id)).toEqual(ids.slice(480));
  });

  it('is what a list of all last words says, whoever says what and when', () => {
    const step = fc.record({ who: fc.constantFrom('li', 'ana', 'sam'), page: fc.constantFrom('1', '2'), places: fc.uniqueArray(fc.record({ id: fc.constantFrom('t1', 't2', 't3'), doing: fc.constantFrom('looking' as const, 'writing' as const) }), { selector: ({ id }) => id, maxLength: 3 }), after: fc.integer({ min: 0, max: 30_000 }), sweep: fc.boolean() });
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const all = new Whereabouts();
      const last = new Map<string, { readonly who: string; readonly places: readonly Whereabout[]; readonly until: number }>();
      let now = 0;
      for (const { who, page, places, after, sweep } of steps) {
        now += after;
        if (sweep) all.forgetOld(now);
        const said = places.map(({ id, doing }) => at(id, doing));
        all.say(word(who, page, ...said), now);
        last.set(`${who} ${page}`, { who, places: said, until: now + 50_000 });
        const expected = new Set<string>();
        for (const id of ['t1', 't2', 't3']) {
          for (const other of ['ana', 'sam']) {
            const doing = [...last.values()].filter((each) => each.who === other && each.until > now).flatMap((each) => each.places.filter((p) => p.id === id).map((p) => p.doing));
            if (doing.length > 0) expected.add(`${id} ${other} ${doing.includes('writing') ? 'writing' : 'looking'}`);
          }
        }
        const told = all.at('ticket', ['t1', 't2', 't3'], 'li', now);
        expect(new Set(told.map(({ id, userId, doing }: Present) => `${id} ${userId} ${doing}`))).toEqual(expected);
        expect(told).toHaveLength(expected.size);
      }
    }));
  });
});
