import type { ReactiveControllerHost } from 'lit';
import { expect, test } from 'vitest';
import { LatePart } from './late-part.ts';

function host(): ReactiveControllerHost & { redraws: number } {
  return { redraws: 0, updateComplete: Promise.resolve(true), addController: () => {}, removeController: () => {}, requestUpdate() { this.redraws++; } };
}

test('comes with a drawing, once, and the host is drawn again', async () => {
  const on = host();
  let asked = 0;
  const late = new LatePart(on, async () => { asked++; return 'part'; });
  expect([late.part, asked]).toEqual([undefined, 0]);
  late.hostUpdate();
  late.hostUpdate();
  expect(await late.load()).toBe('part');
  late.hostUpdate();
  expect([late.part, late.isCutOff, asked, on.redraws]).toEqual(['part', false, 1, 1]);
});

test('a part that did not come is said once and asked for again', async () => {
  const on = host();
  const answers = [new Error('cut off'), new Error('cut off'), 'part'];
  const late = new LatePart(on, async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  await expect(late.load()).rejects.toThrow('cut off');
  await expect(late.load()).rejects.toThrow('cut off');
  expect([late.isCutOff, on.redraws]).toEqual([true, 1]);
  late.hostUpdate();
  expect(await late.load()).toBe('part');
  expect([late.part, late.isCutOff, on.redraws]).toEqual(['part', false, 2]);
});

test('is left where the host cannot need it', () => {
  const late = new LatePart(host(), () => Promise.reject(new Error('not wanted')), () => false);
  late.hostUpdate();
  expect(late.isCutOff).toBe(false);
});

test('what the page has already is there with the first drawing', async () => {
  const on = host();
  const late = new LatePart(on, () => Promise.reject(new Error('not wanted')), undefined, () => 'part');
  late.hostUpdate();
  expect([late.part, await late.load(), on.redraws]).toEqual(['part', 'part', 0]);
});
