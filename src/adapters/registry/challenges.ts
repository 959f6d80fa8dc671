import { parseChallenge, type Challenge } from './challenge.ts';
import type { Clock } from './clock.ts';
import { apiUrl, type Destination } from './destination.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { createSharedCalls } from './shared-calls.ts';
import type { Transport } from './transport.ts';
import { USER_AGENT } from './user-agent.ts';

/** What each registry wants to know before it answers; asked once per registry. */
export interface Challenges {
  of(destination: Destination, signal: AbortSignal | undefined): Promise<Challenge>;
  /** Takes note of what an answer (401) says, if it says anything; returns it. */
  learn(destination: Destination, answer: HttpAnswer): Challenge | undefined;
}

/** So long a registry that could not be reached fails all requests at once, in milliseconds. */
const FAILURE_MEMORY = 10_000;

export function createChallenges(transport: Transport, clock: Clock): Challenges {
  const calls = createSharedCalls<Challenge>({
    isFresh: () => true,
    failureMemory: FAILURE_MEMORY,
    now: () => clock.now(),
  });
  const ask = async (destination: Destination, signal: AbortSignal | undefined): Promise<Challenge> => {
    const headers = { 'user-agent': USER_AGENT };
    const request = { method: 'GET' as const, url: new URL('v2/', apiUrl(destination)), headers };
    const answer = await transport({ request, destination, signal });
    const challenge = answer.status === 401 ? parseChallenge(answer.headers['www-authenticate']) : undefined;
    return challenge ?? { scheme: 'none' };
  };
  return {
    of: async (destination, signal) =>
      calls.get(keyOf(destination), async () => ask(destination, signal), signal),
    learn: (destination, answer) => {
      const challenge = parseChallenge(answer.headers['www-authenticate']);
      if (challenge !== undefined) calls.set(keyOf(destination), challenge);
      return challenge;
    },
  };
}

function keyOf({ host, connection }: Destination): string {
  return JSON.stringify([host, connection.tls, connection.ca]);
}
