import type { Change } from '../schema/index.ts';

/** A change's key as one text. */
export const keyOf = ({ key }: Change): string => `${key[0]}#${key[1]}`;
