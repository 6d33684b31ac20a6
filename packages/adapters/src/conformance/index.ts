export { type ConformanceCase } from './case.ts';
export { ConformanceError } from './check.ts';
export { type ConformanceBackend, type ConformanceHost, type EditableField, type Failure, type Hook, type Sample, type Subject } from './host.ts';
export { type TestWords, conformanceCases, runCase, runConformance } from './run-conformance.ts';
export { accountSubject } from './subjects.ts';
