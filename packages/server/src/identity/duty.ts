/** What a member of staff is there for, as the `role` of their user row says. What each may do stands in staff-rights.ts. */
export const duties = ['admin', 'manager', 'sales', 'agent', 'readonly'] as const;
export type Duty = (typeof duties)[number];
