// W10: two pages.

import { spread } from '../statistics.ts';
import { ask, cleared, openPage } from './page.ts';
import { add, defaultPatience, nameOf, type Run, takingPart, turned } from './run.ts';

export async function measureTabs(run: Run): Promise<void> {
  const { browser, line, rows, plan, samples, reasons } = run;
  const sender = await openPage(browser);
  const listener = await openPage(browser);
  try {
    await listener.evaluate(() => window.bench.echo());
    const ready: string[] = [];
    for (const who of (await takingPart(sender, run)).filter((who) => who !== 'limit')) {
      const opening = [who, nameOf(line, rows, who), rows, line.patience ?? defaultPatience] as const;
      const sends = await ask(
        sender,
        who,
        run,
        ([who, name, rows, patience]) => window.bench.openTab(who, 'sender', name, rows, patience),
        opening,
      );
      const hears =
        sends &&
        (await ask(
          listener,
          who,
          run,
          ([who, name, rows, patience]) => window.bench.openTab(who, 'listener', name, rows, patience),
          opening,
        ));
      if (hears) ready.push(who);
    }
    let wayBack = 0;
    for (let round = -1; round < plan.rounds; round++) {
      const ways: number[] = [];
      for (let i = 0; i < plan.samples * 4; i++) ways.push(await sender.evaluate(() => window.bench.oneWay()));
      wayBack = spread(ways).p50;
      if (round >= 0) add(samples, 'limit', ways);
      for (const who of turned(ready, Math.max(0, round))) {
        for (let i = 0; i < plan.samples && !reasons.has(who); i++) {
          const time = await ask(
            sender,
            who,
            run,
            ([who, name, rows, wayBack]) => window.bench.tellTab(who, name, rows, wayBack),
            [who, nameOf(line, rows, who), rows, wayBack] as const,
          );
          if (time !== undefined && round >= 0) add(samples, who, [time]);
        }
      }
    }
    for (const page of [listener, sender])
      for (const who of ready)
        await page.evaluate(([who, name]) => window.bench.closeTab(who, name, false), [
          who,
          nameOf(line, rows, who),
        ] as const);
  } finally {
    await listener.close();
    await cleared(browser, sender);
  }
}
