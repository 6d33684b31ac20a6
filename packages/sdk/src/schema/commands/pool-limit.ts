// Pages show it, so it stands apart from the commands and what they read their inputs with.

/** How many open leads, and how many accounts, someone may hold whose user row says nothing else. */
export const poolLimit = 200;
