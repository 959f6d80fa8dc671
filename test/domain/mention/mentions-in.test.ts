import assert from 'node:assert/strict';
import { customImageFields } from '../../../src/domain/inventory/custom-images.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { pointerSegments } from '../../../src/domain/kubernetes/json-patch.ts';
import { valueAt } from '../../../src/domain/kubernetes/pod-spec.ts';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import { namedPlaces } from '../../../src/domain/mapping/source-places.ts';
import type { Mention } from '../../../src/domain/mention/mention.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';
import {
  configMapMentions,
  customMentions,
  templateMentions,
} from '../../../src/domain/mention/mentions-in.ts';
import { usedConfigMaps } from '../../../src/domain/mention/template-texts.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { anObject } from '../../support/builders/object.ts';
import { cronJob, deployment } from '../../support/builders/workloads.ts';

const find = mentionFinder(namedPlaces(['old.example']));
const SOLVER = 'old.example/solver:1';

/** Each place with its reference; every pointer leads to the text that holds it. */
function placesIn(object: KubernetesObject, mentions: readonly Mention[]): string[][] {
  return mentions.map(({ field, text }) => {
    const whole = valueAt(object, pointerSegments(field.pointer));
    assert.ok(typeof whole === 'string' && whole.includes(text, field.within?.start), field.pointer);
    return [field.name, text];
  });
}

describe('templateMentions', () => {
  it('looks at command, arguments and environment of all containers', () => {
    const object = deployment({
      containers: { manager: 'x' },
      initContainers: { setup: 'x' },
      container: {
        command: ['/bin/run', SOLVER],
        args: ['--a', '--b', `--solver=${SOLVER}`],
        env: [{ name: 'PLAIN' }, { name: 'RELATED_IMAGE_SOLVER', value: SOLVER }],
      },
    });
    assert.deepEqual(
      placesIn(object, templateMentions(object, find)),
      ['initContainer setup', 'container manager'].flatMap((who) => [
        [`${who} command[1]`, SOLVER],
        [`${who} args[2]`, SOLVER],
        [`${who} env RELATED_IMAGE_SOLVER`, SOLVER],
      ]),
    );
  });

  it('looks at what injectors, drivers and the kubelet read, too', () => {
    const exec = { command: ['run', SOLVER] };
    const template = {
      metadata: {
        annotations: { 'sidecar.istio.io/proxyImage': SOLVER, 'registry-switch.io/changes': SOLVER },
      },
      spec: {
        containers: [
          {
            ...{ name: 'app', image: 'x', livenessProbe: { exec }, readinessProbe: { exec } },
            ...{ startupProbe: { exec }, lifecycle: { preStop: { exec }, postStart: { exec } } },
          },
        ],
        initContainers: [{ name: 'setup', image: 'x', lifecycle: { postStart: { exec } } }],
        volumes: [{ name: 'data', csi: { driver: 'image.example', volumeAttributes: { image: SOLVER } } }],
        imagePullSecrets: [{ name: 'old.example' }],
      },
    };
    const object = deployment({ spec: { template } });
    assert.deepEqual(
      placesIn(object, templateMentions(object, find)).map(([place]) => place),
      [
        'annotation sidecar.istio.io/proxyImage',
        'volume data attribute image',
        'initContainer setup lifecycle postStart[1]',
        'container app livenessProbe[1]',
        'container app readinessProbe[1]',
        'container app startupProbe[1]',
        'container app lifecycle postStart[1]',
        'container app lifecycle preStop[1]',
      ],
    );
  });

  it('finds the template of a CronJob', () => {
    const object = cronJob({ container: { args: [SOLVER] } });
    assert.deepEqual(placesIn(object, templateMentions(object, find)), [['container app args[0]', SOLVER]]);
  });

  it('takes the flag before an argument for its name', () => {
    const hub = mentionFinder(namedPlaces(['docker.io']));
    const object = deployment({ image: 'x', container: { args: ['--image', 'busybox:1', '--name', 'a:1'] } });
    assert.deepEqual(placesIn(object, templateMentions(object, hub)), [
      ['container app args[1]', 'busybox:1'],
    ]);
  });
});

describe('configMapMentions', () => {
  it('tells the keys', () => {
    const data = { 'images.yaml': `a: ${SOLVER}\nb: old.example/\n`, other: 'nothing' };
    const object = anObject(CONFIG_MAPS, { name: 'cfg' }, { data });
    assert.deepEqual(placesIn(object, configMapMentions(object, find)), [
      ['data.images.yaml', SOLVER],
      ['data.images.yaml', 'old.example/'],
    ]);
    assert.deepEqual(configMapMentions(anObject(CONFIG_MAPS, {}, {}), find), []);
  });

  it('reads what stands there as bytes', () => {
    const encoded = (text: string) => Buffer.from(text).toString('base64');
    const binaryData = { 'a.yaml': encoded(`image: ${SOLVER}`), 'b.bin': '/////w==', c: encoded('nothing') };
    const object = anObject(CONFIG_MAPS, { name: 'cfg' }, { binaryData });
    const mentions = configMapMentions(object, find);
    assert.deepEqual(
      mentions.map(({ text, field }) => [field.name, text]),
      [['binaryData.a.yaml', SOLVER]],
    );
  });
});

describe('customMentions', () => {
  it('finds what is named in no path, wherever the user says, and nothing that is no wish of hers', () => {
    const object = {
      ...prometheus({ image: 'old.example/prom:1', annotations: { last: SOLVER } }),
      spec: { image: 'old.example/prom:1', sidecar: { images: ['a', SOLVER] }, config: `x ${SOLVER}` },
      status: { image: SOLVER },
    };
    const images = customImageFields(object, ['{.spec.image}', '{.spec.config}']);
    assert.deepEqual(placesIn(object, customMentions(object, images, find)), [
      ['field /spec/sidecar/images/1', SOLVER],
      ['field /spec/config', SOLVER],
    ]);
  });
});

describe('usedConfigMaps', () => {
  it('knows all ways to use one', () => {
    const object = deployment({
      initContainers: { setup: 'x' },
      container: {
        env: [
          { name: 'A', valueFrom: { configMapKeyRef: { name: 'by-key' } } },
          { name: 'B', value: 'b' },
        ],
        envFrom: [{ configMapRef: { name: 'whole' } }, {}],
      },
      volumes: [
        { name: 'v', configMap: { name: 'volume' } },
        { name: 'p', projected: { sources: [{ configMap: { name: 'projected' } }, {}] } },
        { name: 'e' },
      ],
    });
    assert.deepEqual(usedConfigMaps(object), ['by-key', 'whole', 'volume', 'projected']);
  });
});
