/**
 * Version of the protocol that clients and servers of this release speak (docs/protocol.md). It goes up when a client of before could not work with a server
 * any more; what is only added leaves it as it is. Clients say it with what they ask.
 */
export const protocolVersion = 1;
