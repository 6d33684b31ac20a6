import { demoClock } from './demo-clock.ts';
import { demoCustomers, demoStaff } from './demo-customers.ts';
import { demoDeals, demoPipelines } from './demo-deals.ts';
import { demoActivities, demoService } from './demo-work.ts';
import type { Seed } from './memory-backend.ts';

/**
 * A small company's book: customers of several cultures, deals in several currencies, work that is overdue and work to come, tickets.
 * @param now all dates lie around it, so that a story looks the same on any day
 */
export function demoSeed(now: Date | number = Date.now()): Seed {
  const clock = demoClock(now);
  return { ...demoStaff(), ...demoPipelines(), ...demoCustomers(clock), ...demoDeals(clock), ...demoActivities(clock), ...demoService(clock) };
}
