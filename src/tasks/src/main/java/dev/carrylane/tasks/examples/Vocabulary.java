package dev.carrylane.tasks.examples;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import java.util.Arrays;
import java.util.Optional;

/**
 * The characters of a text, Unicode code points, as tokens: numbers from 0 in the order of the code points. A model of characters
 * has them in its description's task, {@code char:} and all characters, so that its file is enough to read and write text. Immutable.
 */
public final class Vocabulary {
  private static final String PREFIX = Task.CHAR + ":";

  private final int[] characters;

  private Vocabulary(int[] characters) {
    this.characters = characters;
  }

  /**
   * All characters of a text.
   *
   * @param text the text
   * @return a vocabulary
   * @throws IllegalArgumentException if the text is empty
   */
  public static Vocabulary of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("there are no characters in an empty text");
    }
    return new Vocabulary(text.codePoints().sorted().distinct().toArray());
  }

  /**
   * The vocabulary of a model.
   *
   * @param model a model
   * @return what its description says; empty if it is no model of characters
   */
  public static Optional<Vocabulary> of(ModelDescription model) {
    String task = model.task();
    return task.startsWith(PREFIX) && task.length() > PREFIX.length()
        ? Optional.of(of(task.substring(PREFIX.length())))
        : Optional.empty();
  }

  /** {@return the task of a model of these characters, for its description} */
  public String task() {
    return PREFIX + new String(characters, 0, characters.length);
  }

  /** {@return how many characters there are} */
  public int size() {
    return characters.length;
  }

  /**
   * The characters of a text as tokens.
   *
   * @param text the text
   * @return a token for each code point
   * @throws IllegalArgumentException if one is not in the vocabulary; the message names it and where it stands
   */
  public int[] encode(String text) {
    int[] tokens = text.codePoints().toArray();
    for (int i = 0; i < tokens.length; i++) {
      int token = Arrays.binarySearch(characters, tokens[i]);
      if (token < 0) {
        throw new IllegalArgumentException(
            "character %d of the text, U+%04X, is none of the %d that the model knows"
                .formatted(i + 1, tokens[i], characters.length));
      }
      tokens[i] = token;
    }
    return tokens;
  }

  /**
   * The character of a token.
   *
   * @param token from 0 to {@link #size} − 1
   * @return its code point
   */
  public int decode(int token) {
    return characters[token];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that && Arrays.equals(characters, that.characters);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(characters);
  }

  @Override
  public String toString() {
    return characters.length + " characters";
  }
}
