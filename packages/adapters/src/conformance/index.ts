export { type ConformanceCase } from './case.ts';
export { ConformanceError } from './check.ts';
export { type ConformanceBackend, type ConformanceHost, type EditableField, type Subject, accountSubject } from './host.ts';
export { type TestWords, conformanceCases, runConformance } from './run-conformance.ts';
