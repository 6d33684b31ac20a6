import { expect, it } from 'vitest';
import { ZzTrial } from './zz-trial.ts';

it('loads in node', () => expect(ZzTrial.name).toBe('ZzTrial'));
