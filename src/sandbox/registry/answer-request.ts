import { errorAnswer, jsonAnswer, type Answer } from './answer.ts';
import { answerBlob } from './blob-endpoint.ts';
import { answerManifest } from './manifest-endpoint.ts';
import { answerReferrers } from './referrers-endpoint.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { RegistryStore } from './registry-store.ts';
import type { Route } from './route.ts';
import { answerTags } from './tags-endpoint.ts';
import { answerUpload, answerUploads } from './upload-endpoint.ts';

/** Answers a request that was let in, whatever its endpoint. */
export function answerRequest(store: RegistryStore, request: RegistryRequest, route: Route): Answer {
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
      return answerReading(store, request, route);
  }
}

/** The endpoints that can only be read. */
function answerReading(store: RegistryStore, request: RegistryRequest, route: Route): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') return errorAnswer(405, 'UNSUPPORTED');
  if (route.kind === 'base') return jsonAnswer(200, {});
  if (route.kind === 'tags') return answerTags(store, route);
  return route.kind === 'referrers' ? answerReferrers(store, request, route) : { status: 404 };
}
