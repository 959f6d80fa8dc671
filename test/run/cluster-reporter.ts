/** Mocha's `spec`, and before its counts a line about the cluster: https://mochajs.org/api/tutorial-custom-reporter.html */
import Mocha from 'mocha';
import { behaviourLine } from './behaviour-count.ts';

const { EVENT_TEST_FAIL, EVENT_TEST_PASS } = Mocha.Runner.constants;

export default class ClusterReporter extends Mocha.reporters.Spec {
  readonly #run: Mocha.Test[] = [];

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    for (const event of [EVENT_TEST_PASS, EVENT_TEST_FAIL]) {
      runner.on(event, (test: Mocha.Test) => this.#run.push(test));
    }
  }

  override epilogue(): void {
    const line = behaviourLine(this.#run);
    if (line !== undefined) console.log(`\n  ${line}`);
    super.epilogue();
  }
}
