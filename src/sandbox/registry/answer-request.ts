import { errorAnswer, jsonAnswer, type Answer } from './answer.ts';
import { answerBlob } from './blob-endpoint.ts';
import { listPage } from './list-page.ts';
import { answerManifest } from './manifest-endpoint.ts';
import { answerReferrers } from './referrers-endpoint.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { RegistryStore } from './registry-store.ts';
import type { Route } from './route.ts';
import type { SandboxRegistryOptions } from './sandbox-registry.ts';
import { answerUpload, answerUploads } from './upload-endpoint.ts';

type Behaviour = Pick<SandboxRegistryOptions, 'referrersApi' | 'pageSize'>;

/** Answers a request that was let in, whatever its endpoint. */
export function answerRequest(
  store: RegistryStore,
  behaviour: Behaviour,
  request: RegistryRequest,
  route: Route,
): Answer {
  switch (route.kind) {
    case 'blob':
      return answerBlob(store, request, route);
    case 'uploads':
      return answerUploads(store, request, route);
    case 'upload':
      return answerUpload(store, request, route);
    case 'manifest':
      return answerManifest(store, request, route);
    default:
      return answerReading(store, behaviour, request, route);
  }
}

/** The endpoints that can only be read. */
function answerReading(
  store: RegistryStore,
  behaviour: Behaviour,
  request: RegistryRequest,
  route: Route,
): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') return errorAnswer(405, 'UNSUPPORTED');
  const query = { url: request.url, pageSize: behaviour.pageSize ?? 1000 };
  switch (route.kind) {
    case 'base':
      return jsonAnswer(200, {});
    case 'catalog':
      return listPage(store.repositories(), query, (repositories) => ({ repositories }));
    case 'tags': {
      const tags = store.tags(route.repository);
      if (tags === undefined) return errorAnswer(404, 'NAME_UNKNOWN');
      return listPage(tags, query, (page) => ({ name: route.repository, tags: page }));
    }
    case 'referrers':
      return behaviour.referrersApi === false ? { status: 404 } : answerReferrers(store, request, route);
    default:
      return { status: 404 };
  }
}
