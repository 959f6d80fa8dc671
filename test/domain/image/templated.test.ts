import assert from 'node:assert/strict';
import { certainPlace } from '../../../src/domain/image/templated.ts';

describe('certainPlace', () => {
  const cases: readonly [string, string | undefined][] = [
    ['old.example/a/app:$(params.v)', 'old.example a/app'],
    ['old.example/a/app:${X}', 'old.example a/app'],
    ['old.example/a/app@{{ .digest }}', 'old.example a/app'],
    ['old.example/a/app:v%s', 'old.example a/app'],
    ['old.example/a/te$(x)', 'old.example a'],
    ['old.example:5000/$(x)', 'old.example:5000 '],
    ['bitnami/app:$TAG', 'docker.io bitnami/app'],
    ['nginx:${TAG}', 'docker.io library/nginx'],
    ['ngi${X}', undefined],
    ['old.example:$(PORT)/app', undefined],
    ['old.exam$(x)/app', undefined],
    ['$(registry)/app:1', undefined],
    ['{{ .image }}', undefined],
    ['old.example/app:1', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`of ${text}: ${expected ?? 'nothing'}`, () => {
      const place = certainPlace(text);
      assert.equal(place && `${place.host} ${place.repository}`, expected);
    });
  }
});
