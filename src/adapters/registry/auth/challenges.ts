import { parseChallenge, type Challenge } from './challenge.ts';
import type { Clock } from '../../http/clock.ts';
import { apiUrl, type Destination } from '../transport/destination.ts';
import type { HttpAnswer } from '../transport/http-exchange.ts';
import { createSingleFlight } from '../../http/single-flight.ts';
import type { Transport } from '../transport/transport.ts';
import { USER_AGENT } from '../../http/user-agent.ts';

/** What each registry wants to know before it answers; asked once per registry. */
export interface Challenges {
  of(destination: Destination, signal: AbortSignal | undefined): Promise<Challenge>;
  /** Whether it let everybody in when it was asked: only its repositories may want a login. */
  isOpen(destination: Destination): boolean;
  /**
   * Takes note of what an answer says, if it says anything; returns it. Some name basic authentication for a repository
   * that a token does not open: that says nothing of the registry.
   */
  learn(destination: Destination, answer: HttpAnswer): Challenge | undefined;
}

/** So long a registry that could not be reached fails all requests at once, in milliseconds. */
const FAILURE_MEMORY = 10_000;

export function createChallenges(transport: Transport, clock: Clock): Challenges {
  const open = new Set<string>();
  const calls = createSingleFlight<Challenge>({
    isFresh: () => true,
    failureMemory: FAILURE_MEMORY,
    now: () => clock.now(),
  });
  const ask = async (destination: Destination, signal: AbortSignal | undefined): Promise<Challenge> => {
    const headers = { 'user-agent': USER_AGENT };
    const request = { method: 'GET' as const, url: new URL('v2/', apiUrl(destination)), headers };
    const answer = await transport({ request, destination, signal });
    const challenge = answer.status === 401 ? parseChallenge(answer.headers['www-authenticate']) : undefined;
    if (challenge !== undefined) return challenge;
    open.add(keyOf(destination));
    return { scheme: 'none' };
  };
  return {
    of: async (destination, signal) =>
      calls.get(keyOf(destination), async () => ask(destination, signal), signal),
    isOpen: (destination) => open.has(keyOf(destination)),
    learn: (destination, answer) => {
      const challenge = parseChallenge(answer.headers['www-authenticate']);
      const isNews = challenge?.scheme === 'bearer' || open.has(keyOf(destination));
      if (challenge !== undefined && isNews) calls.set(keyOf(destination), challenge);
      return challenge;
    },
  };
}

function keyOf({ host, connection }: Destination): string {
  return JSON.stringify([host, connection.tls, connection.ca]);
}
