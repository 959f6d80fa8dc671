import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { parseOutputFormat } from '../../../src/ui/output/output-format.ts';
import { renderResult } from '../../../src/ui/output/render-result.ts';
import type { ResultView } from '../../../src/ui/output/result-view.ts';

interface Use {
  readonly name: string;
  readonly images: readonly string[];
  readonly ready?: number;
}

interface Report {
  readonly kind: string;
  readonly uses: readonly Use[];
}

const REPORT: Report = {
  kind: 'Report',
  uses: [
    { name: 'web', images: ['nginx:1', 'log:2'], ready: 0 },
    { name: 'db', images: ['pg:3'] },
  ],
};

const VIEW: ResultView<Report, Use> = {
  rows: ({ uses }) => uses,
  columns: [
    { header: 'name', value: ({ name }) => name },
    { header: 'images', value: ({ images }) => images.length },
    { header: 'ready', value: ({ ready }) => ready, wide: true },
  ],
  name: ({ name }) => `deployment.apps/${name}`,
};

async function render(output: string, noHeaders = false): Promise<string> {
  return renderResult(REPORT, VIEW, { format: parseOutputFormat(output), noHeaders });
}

describe('renderResult', () => {
  const table: [string, string, string][] = [
    ['a table', 'table', 'NAME   IMAGES\nweb    2\ndb     1\n'],
    ['a wide table', 'wide', 'NAME   IMAGES   READY\nweb    2        0\ndb     1        <none>\n'],
    ['names', 'name', 'deployment.apps/web\ndeployment.apps/db\n'],
    ['JSON', 'json', `${JSON.stringify(REPORT, null, 4)}\n`],
    [
      'YAML',
      'yaml',
      'kind: Report\nuses:\n- name: web\n  images:\n  - nginx:1\n  - log:2\n  ready: 0\n- name: db\n  images:\n  - pg:3\n',
    ],
    ['JSONPath', 'jsonpath={range .uses[*]}{.name}{"\\n"}{end}', 'web\ndb\n'],
    [
      'custom columns',
      "custom-columns=WHO:.name,First:.images[0],ALL:{.images[*]},both:['name','ready']",
      'WHO   FIRST     ALL             BOTH\nweb   nginx:1   nginx:1,log:2   web,0\ndb    pg:3      pg:3            db\n',
    ],
  ];
  for (const [name, output, expected] of table) {
    it(`writes ${name}`, async () => {
      assert.equal(await render(output), expected);
    });
  }

  it('leaves headers away', async () => {
    assert.equal(await render('table', true), 'web   2\ndb    1\n');
    assert.equal(await render('custom-columns=A:.name', true), 'web\ndb\n');
  });

  it('says the same in JSON and YAML', async () => {
    assert.deepEqual(parse(await render('yaml')), JSON.parse(await render('json')));
  });

  it('repeats in YAML what occurs twice, without anchors', async () => {
    const use: Use = { name: 'x', images: [] };
    const text = await renderResult({ kind: 'R', uses: [use, use] }, VIEW, { format: { kind: 'yaml' } });
    assert.doesNotMatch(text, /[&*]/);
  });

  it('has no table of nothing', async () => {
    assert.equal(await renderResult({ kind: 'R', uses: [] }, VIEW, { format: { kind: 'table' } }), '');
  });
});
