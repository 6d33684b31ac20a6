export { convertMinor, type DatedRate, type MinorRate, minorRate } from './exchange.ts';
export { type ClosedDeal, type SalesCycle, salesCycle } from './sales-cycle.ts';
export { type SumAtProbability, weightedMinor } from './weighted.ts';
export { type DealCounts, type WinRate, winRate } from './win-rate.ts';
