package dev.carrylane.tasks.examples;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.MusicData;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.training.Examples;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Music of a MATLAB file. A model of joint notes takes twice as many channels as a frame of music has: the notes of a frame and, behind them, those
 * of the next, each of which is told from the ones below it too.
 */
final class MusicTaskData extends TaskData {
  private final Path file;
  private final boolean transposed;

  MusicTaskData(Task task, Path file, boolean transposed) {
    super(task);
    this.file = file;
    this.transposed = transposed;
  }

  @Override
  public TaskData transposed() {
    return new MusicTaskData(task(), file, true);
  }

  @Override
  public int inputs() {
    return MusicData.NOTES;
  }

  @Override
  public int outputs() {
    return MusicData.NOTES;
  }

  private static boolean isJoint(ModelDescription model) {
    return model.inputs() == 2 * MusicData.NOTES;
  }

  @Override
  void requireFrames(ModelDescription model) {
    requireWidths(model, isJoint(model) ? model.inputs() : inputs(), outputs());
    requireResultPerFrame(model);
  }

  @Override
  Examples read(Split split, ModelDescription model, long seed) throws IOException {
    MusicData music = MusicData.read(file, split);
    Examples pieces =
        transposed && split == Split.TRAIN
            ? MusicExamples.transposed(music, seed)
            : MusicExamples.of(music);
    return isJoint(model) ? new JointExamples(pieces, MusicData.NOTES, MusicData.NOTES) : pieces;
  }
}
