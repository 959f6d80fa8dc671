import assert from 'node:assert/strict';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import {
  EVERYWHERE,
  mappedPlaces,
  namedPlaces,
  type SourcePlaces,
} from '../../../src/domain/mapping/source-places.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';

/** What is found: whole references as they are, others with why they are none. */
function found(text: string, places: SourcePlaces = namedPlaces(['old.example']), label?: string): string[] {
  return mentionFinder(places)(text, label).map(({ text: written, start, image, why }) => {
    assert.equal(text.slice(start, start + written.length), written);
    return image === undefined ? `${written} (${why ?? ''})` : written;
  });
}

const DIGEST = `sha256:${'a'.repeat(64)}`;
const NO_IMAGE = '(it does not name an image)';
const UNVERSIONED = '(it has neither tag nor digest)';
const TEMPLATED = '(it is templated)';
const ADDRESS = '(it is an address, not an image)';

describe('mentionFinder', () => {
  const texts: readonly [string, string, string[]][] = [
    ['a reference alone', 'old.example/a/b:1', ['old.example/a/b:1']],
    ['one with a digest', `old.example/a@${DIGEST}`, [`old.example/a@${DIGEST}`]],
    ['one with both', `old.example/a:1@${DIGEST}`, [`old.example/a:1@${DIGEST}`]],
    ['one in capitals of its host', 'OLD.example/a:1', ['OLD.example/a:1']],
    ['one with the port of https', 'old.example:443/a:1', ['old.example:443/a:1']],
    ['one of another port', 'old.example:444/a:1', []],
    ['an address with a user', 'https://me:x@old.example/v2', [`old.example/v2 ${ADDRESS}`]],
    ['an address of any scheme', '//old.example/a', [`old.example/a ${UNVERSIONED}`]],
    ['the value of a flag', '--solver-image=old.example/solver:1', ['old.example/solver:1']],
    ['docker://', 'docker://old.example/a:1', ['old.example/a:1']],
    ['oci:// in a flag', '--chart=oci://old.example/charts/a:1', ['old.example/charts/a:1']],
    ['containerd://', 'containerd://old.example/a:1', ['old.example/a:1']],
    ['a list with commas', 'old.example/a:1,old.example/b:2, x', ['old.example/a:1', 'old.example/b:2']],
    ['a list with spaces', 'old.example/a:1 b old.example/c:3', ['old.example/a:1', 'old.example/c:3']],
    ['pairs', 'web=old.example/a:1;api=old.example/b:2', ['old.example/a:1', 'old.example/b:2']],
    ['JSON', '{"image":"old.example/a:1","n":[1]}', ['old.example/a:1']],
    ['JSON within JSON', String.raw`{\"image\":\"old.example/a:1\"}`, ['old.example/a:1']],
    ['line breaks of JSON', String.raw`a\nold.example/a:1\nb`, ['old.example/a:1']],
    ['YAML', 'images:\n- name: old.example/a:1\n- old.example/b:2\n', ['old.example/a:1', 'old.example/b:2']],
    ['a flow of YAML', '[old.example/a:1, old.example/b:2]', ['old.example/a:1', 'old.example/b:2']],
    ['a key without a space', 'image:old.example/a:1', ['old.example/a:1']],
    ['a comment', '# taken from old.example/a:1.', ['old.example/a:1']],
    ['a script', 'crane copy "old.example/a:1" /tmp/x && true', ['old.example/a:1']],
    ['a registry', '--registry=old.example', [`old.example ${NO_IMAGE}`]],
    ['a prefix', '--registry old.example/', [`old.example/ ${NO_IMAGE}`]],
    ['a longer prefix', 'old.example/team/', [`old.example/team/ ${NO_IMAGE}`]],
    ['a registry as a key', '"old.example": {"endpoint": []}', [`old.example ${NO_IMAGE}`]],
    ['a registry in a sentence', 'Pull from old.example.', [`old.example ${NO_IMAGE}`]],
    ['a repository', 'old.example/team/app', [`old.example/team/app ${UNVERSIONED}`]],
    ['a repository as a key', 'old.example/team/app: 1', [`old.example/team/app ${UNVERSIONED}`]],
    ['an address', 'https://old.example/v2/', [`old.example/v2/ ${ADDRESS}`]],
    ['an address like an image', 'http://old.example/a:1', [`old.example/a:1 ${ADDRESS}`]],
    ['what is no legal name', 'old.example/App:1', [`old.example/App:1 ${NO_IMAGE}`]],
    ['a template of Kubernetes', 'old.example/a:$(VERSION)', [`old.example/a:$(VERSION) ${TEMPLATED}`]],
    ['a template of a shell', '"old.example/a:$V"', [`old.example/a:$V ${TEMPLATED}`]],
    ['a template with braces', 'old.example/${TEAM}/a:1', [`old.example/\${TEAM}/a:1 ${TEMPLATED}`]],
    ['a template of Go', 'old.example/a:{{ .v }}-x', [`old.example/a:{{ .v }}-x ${TEMPLATED}`]],
    ['a template of printf', 'old.example/a:%s', [`old.example/a:%s ${TEMPLATED}`]],
    ['a pattern', 'old.example/*', [`old.example/* ${TEMPLATED}`]],
  ];
  for (const [name, text, expected] of texts) {
    it(`finds ${name}`, () => {
      assert.deepEqual(found(text), expected);
    });
  }

  const strangers: readonly [string, string][] = [
    ['a longer host', 'old.example.com/a:1'],
    ['a host that ends alike', 'very-old.example/a:1'],
    ['a host below it', 'a.old.example/a:1'],
    ['a host with a dash', 'old.example-backup/a:1'],
    ['another port', 'old.example:5000/a:1'],
    ['the registry within a path', 'new.example/old.example/a:1'],
    ['a file', '/etc/registries/old.example/hosts.toml'],
    ['an e-mail address', 'ops@old.example'],
    ['nothing', ''],
  ];
  for (const [name, text] of strangers) {
    it(`does not take ${name} for it`, () => {
      assert.deepEqual(found(text), []);
    });
  }

  it('tells ports apart', () => {
    const places = namedPlaces(['old.example:5000']);
    assert.deepEqual(found('old.example:5000/a:1 old.example/a:1 old.example:50001/a:1', places), [
      'old.example:5000/a:1',
    ]);
    assert.deepEqual(found('--registry=old.example:5000', places), [`old.example:5000 ${NO_IMAGE}`]);
  });

  it('compares paths by whole components', () => {
    const places = namedPlaces(['old.example/team']);
    assert.deepEqual(
      found(
        'old.example/team/a:1 old.example/teams/a:1 old.example/team:1 old.example/ old.example/te$X',
        places,
      ),
      ['old.example/team/a:1', 'old.example/team:1'],
    );
  });

  it('finds a host that is named with the port of https without it, too', () => {
    assert.deepEqual(found('old.example/a:1 old.example:443/b:1', namedPlaces(['old.example:443'])), [
      'old.example/a:1',
      'old.example:443/b:1',
    ]);
  });

  it('finds an IPv6 address in brackets', () => {
    assert.deepEqual(found('--image=[2001:db8::1]:5000/a:1', EVERYWHERE), ['[2001:db8::1]:5000/a:1']);
  });

  const registries: readonly [text: string, label: string, found: boolean][] = [
    ['--registry=old.example/', '', true],
    ['old.example', 'REGISTRY', true],
    ['old.example:5000', 'IMAGE_REGISTRY', true],
    ['global:\n  imageRegistry: old.example\n', '', true],
    ['{"dockerRegistry":"old.example"}', '', true],
    ['old.example/', '--image-registry', true],
    ['schema-registry:8081', 'SCHEMA_REGISTRY', false],
    ['registry: schema-registry', '', false],
    ['serviceRegistry: eureka.svc:8761', '', false],
    ['https://old.example', 'REGISTRY', false],
    ['old.example', 'HOST', false],
  ];
  for (const [text, label, isFound] of registries) {
    it(`${isFound ? 'finds' : 'finds no'} registry in ${label} ${JSON.stringify(text)} where any may be meant`, () => {
      const places = found(text, EVERYWHERE, label);
      assert.equal(places.length, isFound ? 1 : 0, places.join());
    });
  }

  it('leaves out what is at the target, and takes what rules move', () => {
    const rules = [{ from: 'other.example/x', to: 'new.example/x' }];
    const places = mappedPlaces(buildMapping({ from: ['r.example'], to: 'r.example/mirror', rules }));
    assert.deepEqual(
      found('r.example/a:1 r.example/mirror/a:1 r.example/ other.example/x/a:1 other.example/y:1', places),
      ['r.example/a:1', `r.example/ ${NO_IMAGE}`, 'other.example/x/a:1'],
    );
  });

  it('takes every whole reference where every registry is a source', () => {
    const places = mappedPlaces(buildMapping({ from: ['*'], to: 'new.example' }));
    const text = 'quay.io/a/b:1 new.example/a:1 example.com/path a/b:1 localhost:5000/a:1 10:30 f.txt:1';
    assert.deepEqual(found(text, places), ['quay.io/a/b:1', 'localhost:5000/a:1']);
  });

  it('looks through long words in one pass', () => {
    const began = performance.now();
    for (const word of ['x'.repeat(200_000), `[${':'.repeat(200_000)}`, 'a.'.repeat(100_000)]) {
      const find = mentionFinder(namedPlaces(['old.example']));
      assert.deepEqual(
        find(`${word} old.example/a:1`).map(({ text }) => text),
        ['old.example/a:1'],
      );
    }
    // A backtracking search takes minutes.
    assert.ok(performance.now() - began < 5000);
  });

  it('looks through a run of templated references without growing slow', () => {
    const began = performance.now();
    const text = 'old.example/{{ x }}'.repeat(16_000);
    assert.equal(mentionFinder(namedPlaces(['old.example']))(text).length, 16_000);
    assert.ok(performance.now() - began < 5000);
  });

  describe('of Docker Hub', () => {
    const hub = namedPlaces(['docker.io']);
    const account = namedPlaces(['docker.io/bitnami']);
    const names: readonly [string, SourcePlaces, string, string[], string?][] = [
      [
        'each name of the registry',
        hub,
        'docker.io/a/b:1 index.docker.io/c:1 registry-1.docker.io/d/e:1 registry.hub.docker.com/f/g:1',
        [
          'docker.io/a/b:1',
          'index.docker.io/c:1',
          'registry-1.docker.io/d/e:1',
          'registry.hub.docker.com/f/g:1',
        ],
      ],
      ['a short name in a flag for images', hub, '--default-image=busybox:1', ['busybox:1']],
      [
        'a short name in a variable for images',
        hub,
        'bitnami/kubectl:1',
        ['bitnami/kubectl:1'],
        'RELATED_IMAGE_KUBECTL',
      ],
      ['a short name in YAML', hub, 'sidecar:\n  image: "nginx:1.27"\n', ['nginx:1.27']],
      [
        'one of an account',
        account,
        'image: bitnami/kubectl:1 image: other/kubectl:1',
        ['bitnami/kubectl:1'],
      ],
      ['one without a tag', hub, '--image=busybox', [`busybox ${UNVERSIONED}`]],
      ['no short name that nobody calls an image', hub, 'a/b:1 10:30 --name=web', []],
      ['no other registry called an image', hub, '--image=quay.io/a:1', []],
    ];
    for (const [name, places, text, expected, label] of names) {
      it(`takes ${name}`, () => {
        assert.deepEqual(found(text, places, label), expected);
      });
    }
  });

  it('reads names by the reference grammar', () => {
    const [one] = mentionFinder(namedPlaces(['docker.io']))('nginx:1', 'IMAGE');
    assert.equal(one?.image && formatImageReference(one.image), 'docker.io/library/nginx:1');
  });
});
