package dev.carrylane.training;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a training is, besides the trainer's arrays, and the file of both: a safetensors file, whose metadata holds numbers as
 * text that gives back every bit.
 */
final class TrainingState {
  static final String FILE = "state.safetensors";

  private static final String FORMAT = "carrylane-training";
  private static final String VERSION = "1";

  /** What came of the epochs that are done. */
  final List<EpochFigures> epochs = new ArrayList<>();

  /** The weights with the least validation loss, as they lie in the trainer; null for none yet. */
  float[] best;

  /** The place in the order of the epoch at hand where the next step begins, and the frame there. */
  int next;

  int frame;

  /** Steps of the epoch at hand, the sum of their losses, and the time they took before a resumption. */
  long step;

  double lossSum;
  double seconds;

  void endEpoch(EpochFigures figures) {
    epochs.add(figures);
    next = 0;
    frame = 0;
    step = 0;
    lossSum = 0;
    seconds = 0;
  }

  double[] validationLosses() {
    double[] losses = new double[epochs.size()];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = epochs.get(i).valid().loss();
    }
    return losses;
  }

  void write(Path file, Trainer trainer, ModelDescription description, TrainingOptions options)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    String[] names = arrayNames();
    float[][] arrays = trainer.arrays();
    for (int i = 0; i < names.length; i++) {
      tensors.put(names[i], Tensor.of(arrays[i].clone(), arrays[i].length));
    }
    if (best != null) {
      tensors.put("best", Tensor.of(best.clone(), best.length));
    }
    if (frame > 0) {
      float[] carried = trainer.carriedStates();
      tensors.put("carried", Tensor.of(carried, carried.length));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", VERSION);
    metadata.put("model", description.toJson());
    metadata.put("options", options.toString());
    metadata.put("steps", Long.toString(trainer.steps()));
    metadata.put("next", Integer.toString(next));
    metadata.put("frame", Integer.toString(frame));
    metadata.put("step", Long.toString(step));
    metadata.put("loss_sum", Double.toHexString(lossSum));
    metadata.put("seconds", Double.toString(seconds));
    metadata.put("positions", frame > 0 ? trainer.carriedPositions() : "");
    metadata.put("epochs", epochsAsText());
    SafetensorsFile.write(file, metadata, tensors);
  }

  private static String[] arrayNames() {
    return new String[] {"weights", "averaged", "first", "second"};
  }

  private String epochsAsText() {
    StringBuilder text = new StringBuilder();
    for (EpochFigures e : epochs) {
      text.append(e.epoch())
          .append(' ')
          .append(Double.toHexString(e.trainLoss()))
          .append(' ')
          .append(Double.toHexString(e.valid().loss()))
          .append(' ')
          .append(Double.toHexString(e.valid().accuracy()))
          .append(' ')
          .append(e.valid().frames())
          .append(' ')
          .append(Double.toHexString(e.learningRate()))
          .append(' ')
          .append(e.seconds())
          .append(' ')
          .append(e.best())
          .append('\n');
    }
    return text.toString();
  }

  void read(Path file, Trainer trainer, ModelDescription description, TrainingOptions options)
      throws IOException {
    SafetensorsFile contents = SafetensorsFile.read(file);
    Map<String, String> metadata = contents.metadata();
    if (!FORMAT.equals(metadata.get("format")) || !VERSION.equals(metadata.get("version"))) {
      throw new IllegalArgumentException(
          file + " is no state of a training that this version can go on from");
    }
    requireSame(file, "model", metadata.get("model"), description.toJson());
    requireSame(file, "options", metadata.get("options"), options.toString());
    Map<String, Tensor> tensors = contents.tensors();
    String[] names = arrayNames();
    float[][] arrays = trainer.arrays();
    try {
      for (int i = 0; i < names.length; i++) {
        float[] values = tensors.get(names[i]).toArray();
        if (values.length != arrays[i].length) {
          throw new IllegalArgumentException(
              "%s has %d values, not %d".formatted(names[i], values.length, arrays[i].length));
        }
        System.arraycopy(values, 0, arrays[i], 0, values.length);
      }
      trainer.restored(Long.parseLong(metadata.get("steps")));
      best = tensors.containsKey("best") ? tensors.get("best").toArray() : null;
      next = Integer.parseInt(metadata.get("next"));
      frame = Integer.parseInt(metadata.get("frame"));
      step = Long.parseLong(metadata.get("step"));
      lossSum = Double.parseDouble(metadata.get("loss_sum"));
      seconds = Double.parseDouble(metadata.get("seconds"));
      if (frame > 0) {
        trainer.restoreCarried(tensors.get("carried").toArray(), metadata.get("positions"));
      }
      epochs.clear();
      for (String line : metadata.get("epochs").lines().toList()) {
        String[] parts = line.split(" ");
        epochs.add(
            new EpochFigures(
                Integer.parseInt(parts[0]),
                Double.parseDouble(parts[1]),
                new Figures(
                    Double.parseDouble(parts[2]),
                    Double.parseDouble(parts[3]),
                    Long.parseLong(parts[4])),
                Double.parseDouble(parts[5]),
                Double.parseDouble(parts[6]),
                Boolean.parseBoolean(parts[7])));
      }
    } catch (NullPointerException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
      throw new IllegalArgumentException(
          file + " is damaged, and nothing can go on from it: " + damaged.getMessage(), damaged);
    }
  }

  private static void requireSame(Path file, String what, String theirs, String ours) {
    if (!ours.equals(theirs)) {
      throw new IllegalArgumentException(
          "%s is the state of a training with %s %s; this one has %s"
              .formatted(file, what.equals("model") ? "the model" : "the options", theirs, ours));
    }
  }
}
