/** Why the demo could not be shown, in words for whoever watches. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
  /** One sentence: what to do now. */
  readonly nextStep: string | undefined;

  constructor(message: string, nextStep?: string) {
    super(message);
    this.nextStep = nextStep;
  }
}
