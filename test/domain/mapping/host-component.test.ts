import assert from 'node:assert/strict';
import fc from 'fast-check';
import { repositoryFault } from '../../../src/domain/image/grammar/repository.ts';
import { hostAsComponent } from '../../../src/domain/mapping/host-component.ts';
import { hosts } from '../image/arbitrary-reference.ts';

describe('hostAsComponent', () => {
  const cases: readonly (readonly [host: string, component: string])[] = [
    ['quay.io', 'quay.io'],
    ['old.example:5000', 'old.example_5000'],
    ['localhost', 'localhost'],
    ['Old.Example', 'old.example'],
    ['10.0.0.1:5000', '10.0.0.1_5000'],
    ['[2001:db8::1]:5000', 'ipv6__2001-db8--1_5000'],
    ['[2001:DB8::1]', 'ipv6__2001-db8--1'],
    ['[::1]:5000', 'ipv6__0--1_5000'],
    ['[2001:db8::]', 'ipv6__2001-db8--0'],
  ];
  for (const [host, component] of cases) {
    it(`writes ${host} as ${component}`, () => {
      assert.equal(hostAsComponent(host), component);
    });
  }

  it('is a legal part of a repository for every host', () => {
    fc.assert(
      fc.property(hosts, (host) => {
        assert.equal(repositoryFault(hostAsComponent(host)), undefined);
        assert.ok(!hostAsComponent(host).includes('/'));
      }),
    );
  });

  it('is another one for every host', () => {
    const tricky = fc.constantFrom(
      'ipv6:1',
      '[1]',
      '[::1]',
      '[::1]:1',

      'a.b',
      'a.b:1',
      'a-b:1',
      'a.b:11',
    );
    fc.assert(
      fc.property(fc.oneof(hosts, tricky), fc.oneof(hosts, tricky), (one, other) => {
        assert.equal(hostAsComponent(one) === hostAsComponent(other), one === other);
      }),
      { numRuns: 1000 },
    );
  });
});
