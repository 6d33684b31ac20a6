import type { Description } from '@vinculo/sdk';

/** Who looks: `customer` is signed in with a contact of their own, `staff` without one. */
export type Who = 'guest' | 'customer' | 'staff';

export function whoIs({ user }: Description): Who {
  if (user.contactId) return 'customer';
  return user.id === null || user.role === 'guest' ? 'guest' : 'staff';
}
