package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Layers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Frames whose positions are gone through are sequences, and train as these do. */
class WithinFrameTrainingTest {
  private static final int POSITIONS = 7;
  private static final int CHANNELS = 2;
  private static final int CLASSES = 3;
  private static final int BATCH = 20;
  private static final TrainingOptions OPTIONS =
      TrainingOptions.of(Optimizer.adam(0.01)).batch(BATCH).clip(0.5);

  private static final List<LayerDescription> LAYERS =
      List.of(
          Layers.convolution(4, 3, 2),
          Layers.dropout(0.3),
          Layers.carryLookahead(Layers.exactCarry(5), 3),
          Layers.rnn(2));

  /** A frame for a sequence, or a frame for each position of it. */
  private record Images(boolean whole) implements Examples {
    @Override
    public int count() {
      return BATCH;
    }

    @Override
    public int frames(int example) {
      return whole ? 1 : POSITIONS;
    }

    @Override
    public void copy(
        int example,
        int first,
        int frames,
        float[] x,
        int xOffset,
        float[] targets,
        int targetsOffset) {
      for (int i = 0; i < POSITIONS * CHANNELS; i++) {
        x[xOffset + i] = (float) (Random.unit(example, i) - 0.5);
      }
      targets[targetsOffset] = Random.below(7, example, CLASSES);
    }
  }

  @Test
  void trainsAsSequencesDo() {
    ModelDescription sequences =
        ModelDescription.of(CHANNELS)
            .then(LAYERS)
            .then(Layers.flattenedLinear(POSITIONS, CLASSES))
            .output(Output.LOG_SOFTMAX);
    ModelDescription frames =
        ModelDescription.of(POSITIONS * CHANNELS)
            .then(Layers.withinFrame(CHANNELS, LAYERS))
            .then(Layers.linear(CLASSES))
            .output(Output.LOG_SOFTMAX);
    List<Tensor> start = List.copyOf(Initialization.of(sequences, 3).tensors().values());
    Trainer plain = Trainer.of(file(sequences, start), OPTIONS, Engine.singleThreaded());
    Trainer within = Trainer.of(file(frames, start), OPTIONS, Engine.singleThreaded());
    int[] order = new int[BATCH];
    Arrays.setAll(order, i -> i);
    for (int step = 0; step < 3; step++) {
      assertEquals(
          plain.step(new Images(false), order, 0, BATCH, 1),
          within.step(new Images(true), order, 0, BATCH, 1));
    }
    List<float[]> expected = values(plain.model());
    List<float[]> actual = values(within.model());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i));
      assertFalse(Arrays.equals(start.get(i).toArray(), actual.get(i)));
    }
    assertEquals(plain.evaluate(new Images(false)), within.evaluate(new Images(true)));
  }

  /** The same tensors by other names. */
  private static ModelFile file(ModelDescription description, List<Tensor> values) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    description.parameters().forEach(spec -> tensors.put(spec.name(), values.get(tensors.size())));
    return new ModelFile(description, Parameters.of(tensors));
  }

  private static List<float[]> values(ModelFile file) {
    List<float[]> values = new ArrayList<>();
    file.parameters().tensors().values().forEach(tensor -> values.add(tensor.toArray()));
    return values;
  }
}
