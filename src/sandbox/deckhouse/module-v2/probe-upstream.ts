/** Whether a registry answers, lets the login in and has the images of Deckhouse (registry-controller, probe.go). */
import { runningClock } from '../../clock.ts';
import { TokenRefused } from '../../oci/fetch-token.ts';
import { LoginMissing, RegistryClient } from '../../oci/registry-client.ts';
import { openWire, WireFailure } from '../../oci/wire.ts';
import { authoritiesOf } from '../authorities.ts';
import type { StandIn } from '../stand-in.ts';
import { loginOf, type Upstream } from './upstream.ts';

/** A condition without its type. */
export interface Verdict {
  readonly status: 'True' | 'False';
  readonly reason: 'Probed' | 'Unreachable' | 'AuthFailed' | 'SentinelMissing' | 'ProbeFailed';
  readonly message: string;
}

const SENTINEL = 'release-channel';

export async function probeUpstream({ options, signal }: StandIn, upstream: Upstream): Promise<Verdict> {
  const { host, path, scheme = 'HTTPS', ca = authoritiesOf(options).get(host) } = upstream;
  const wire = openWire(options.network ?? { addressOf: () => undefined });
  const client = new RegistryClient({
    wire,
    clock: runningClock(),
    origin: `${scheme.toLowerCase()}://${host}`,
    trust: ca === undefined ? {} : { ca },
    login: loginOf(upstream),
    tokens: { clientId: 'registry-controller', posts: false },
    again: () => undefined,
  });
  const repository = `${path.replace(/^\//, '')}/${SENTINEL}`;
  try {
    const { status, body } = await client.send({ method: 'GET', repository, path: 'tags/list' }, signal);
    return verdictOn(status, body.toString(), upstream);
  } catch (error) {
    if (error instanceof WireFailure) return failed('Unreachable', error.message);
    if (error instanceof LoginMissing || error instanceof TokenRefused)
      return failed('AuthFailed', error.message);
    throw error;
  } finally {
    wire.close();
  }
}

function verdictOn(status: number, body: string, { host, path }: Upstream): Verdict {
  if (status === 401 || status === 403)
    return failed('AuthFailed', 'the registry does not accept the credentials');
  const { tags = [] } = status === 200 ? (JSON.parse(body) as { readonly tags?: readonly string[] }) : {};
  if (status === 404 || (status === 200 && tags.length === 0)) {
    const missing = `${host} has no "${SENTINEL}" repository, so it does not look like a Deckhouse registry`;
    return failed('SentinelMissing', `${missing} at path "${path}"`);
  }
  if (status !== 200) return failed('ProbeFailed', `unexpected status ${status}`);
  const message = 'The primary upstream is reachable, accepts the credentials and serves Deckhouse content.';
  return { status: 'True', reason: 'Probed', message };
}

function failed(reason: Exclude<Verdict['reason'], 'Probed'>, message: string): Verdict {
  return { status: 'False', reason, message: `${reason}: ${message}` };
}
