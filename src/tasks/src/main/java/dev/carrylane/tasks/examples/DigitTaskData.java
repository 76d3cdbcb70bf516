package dev.carrylane.tasks.examples;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.MnistData;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.training.Examples;
import java.io.IOException;
import java.nio.file.Path;

/** MNIST. A model takes a pixel or more a frame, and gives one result for a sequence or, of which the last one counts, for each frame. */
final class DigitTaskData extends TaskData {
  private static final int PIXELS = MnistData.PIXELS;

  /** The last of those to train on, which validate. */
  private static final int VALID = 5000;

  private final Path folder;
  private final boolean heldOut;

  DigitTaskData(Task task, Path folder, boolean heldOut) {
    super(task);
    this.folder = folder;
    this.heldOut = heldOut;
  }

  @Override
  public TaskData heldOut() {
    return new DigitTaskData(task(), folder, true);
  }

  @Override
  public int inputs() {
    return 1;
  }

  @Override
  public int outputs() {
    return MnistData.CLASSES;
  }

  @Override
  void requireFrames(ModelDescription model) {
    int width = PIXELS % model.inputs() == 0 ? model.inputs() : 1;
    requireWidths(model, width, MnistData.CLASSES);
    int length = model.sequenceLength();
    if (length != 0 && length != PIXELS / width) {
      throw new IllegalArgumentException(
          "gives one result per sequence of %d frames, but %s needs one per sequence of %d"
              .formatted(length, task(), PIXELS / width));
    }
  }

  @Override
  Examples read(Split split, ModelDescription model, long seed) throws IOException {
    MnistData images = MnistData.read(folder, split == Split.TEST ? Split.TEST : Split.TRAIN);
    int all = images.sequences();
    int valid = Math.min(VALID, all / 2);
    int from = split == Split.VALID ? all - valid : 0;
    int end = split == Split.TRAIN && heldOut ? all - valid : all;
    int[] order = task() == Task.PMNIST ? DigitExamples.permuted() : DigitExamples.inOrder();
    return new DigitExamples(
        images, from, end - from, order, model.inputs(), model.sequenceLength() > 0);
  }
}
