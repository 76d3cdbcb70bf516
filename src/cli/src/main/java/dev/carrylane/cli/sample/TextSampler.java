package dev.carrylane.cli.sample;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
import dev.carrylane.network.Output;
import dev.carrylane.tasks.examples.Vocabulary;

/**
 * Draws characters from a model, one after the other, each given those before it. What is drawn follows from the seed and the number of the character,
 * and probabilities from the model's bits: the same on every machine.
 */
public final class TextSampler {
  private final ModelState state;
  private final Vocabulary vocabulary;
  private final Draw draw;
  private final float[] x = new float[1];
  private final float[] logits;

  /**
   * A sampler.
   *
   * @param model one of {@link #fits}
   * @param vocabulary its characters
   * @param engine where it runs
   * @param draw how to draw
   */
  public TextSampler(Model model, Vocabulary vocabulary, Engine engine, Draw draw) {
    state = model.withOutput(Output.NONE).newState(engine);
    this.vocabulary = vocabulary;
    this.draw = draw;
    logits = new float[vocabulary.size()];
  }

  /**
   * Whether a model tells characters.
   *
   * @param model its description
   * @param vocabulary the characters
   * @return true for a result for each token, of as many channels as there are characters
   */
  public static boolean fits(ModelDescription model, Vocabulary vocabulary) {
    return model.inputs() == 1
        && model.outputs() == vocabulary.size()
        && model.isCausal()
        && model.sequenceLength() == 0;
  }

  /**
   * Goes on with a text.
   *
   * @param prompt the text, one character or more
   * @param length how many characters to draw
   * @return these alone
   * @throws IllegalArgumentException if the model does not know a character of the prompt
   * @throws ArithmeticException if the model gives something else than numbers
   */
  public String extend(String prompt, int length) {
    state.reset();
    for (int token : vocabulary.encode(prompt)) {
      take(token);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int token = draw.choose(logits, i);
      text.appendCodePoint(vocabulary.decode(token));
      take(token);
    }
    return text.toString();
  }

  private void take(int token) {
    x[0] = token;
    state.step(x, 0, logits, 0);
  }
}
