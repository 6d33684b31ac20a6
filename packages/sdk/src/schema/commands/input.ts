import * as z from 'zod/mini';

/** An id as a command takes it. */
export const idInput: z.ZodMiniType<string> = z.string().check(z.minLength(1), z.maxLength(200));

/** Names of tables or fields as a command takes them. */
export const namesInput: z.ZodMiniType<string[]> = z.array(z.string().check(z.maxLength(100))).check(z.maxLength(200));
