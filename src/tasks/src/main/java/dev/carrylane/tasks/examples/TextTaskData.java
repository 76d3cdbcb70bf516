package dev.carrylane.tasks.examples;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.data.TextData;
import dev.carrylane.training.Examples;
import java.io.IOException;
import java.nio.file.Path;

/** Text. The characters of all splits are known beforehand, as they are to the paper's authors. */
final class TextTaskData extends TaskData {
  private final Path path;
  private final TextData text;
  private final Vocabulary vocabulary;

  private TextTaskData(Task task, Path path, TextData text, Vocabulary vocabulary) {
    super(task);
    this.path = path;
    this.text = text;
    this.vocabulary = vocabulary;
  }

  static TextTaskData read(Task task, Path path) throws IOException {
    TextData text = TextData.read(path);
    StringBuilder all = new StringBuilder();
    for (Split split : Split.values()) {
      all.append(text.text(split));
    }
    return new TextTaskData(task, path, text, Vocabulary.of(all.toString()));
  }

  @Override
  public int inputs() {
    return 1;
  }

  @Override
  public int outputs() {
    return vocabulary.size();
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public String modelTask() {
    return vocabulary.task();
  }

  /** A model may know other characters than this text has. */
  @Override
  void requireFrames(ModelDescription model) {
    requireWidths(model, 1, Vocabulary.of(model).orElse(vocabulary).size());
    requireResultPerFrame(model);
  }

  @Override
  Examples read(Split split, ModelDescription model, long seed) throws IOException {
    Vocabulary known = Vocabulary.of(model).orElse(vocabulary);
    try {
      int[] tokens = known.encode(text.text(split));
      return new TextExamples(tokens, split == Split.TRAIN ? TextExamples.ROWS : 1);
    } catch (IllegalArgumentException refused) {
      throw new MalformedFileException(path, split + " split", refused.getMessage());
    }
  }
}
