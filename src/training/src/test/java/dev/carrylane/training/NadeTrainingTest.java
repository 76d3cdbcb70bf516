package dev.carrylane.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Output;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Layers;
import dev.carrylane.testkit.Floats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** {@link NadeTraining} behind {@link BesideTraining}: models of joint notes. */
class NadeTrainingTest {
  private static final int NOTES = 6;
  private static final int HIDDEN = 5;
  private static final int WIDTH = 4;

  /** More spans than one product takes. */
  private static final int FRAMES = 90;

  /** Rounding to float is about 10⁻⁷ of each term. */
  private static final double BOUND = 1e-6;

  private static final double STEP = 1e-5;

  private static final ModelDescription JOINT =
      ModelDescription.of(2 * NOTES)
          .then(Layers.beside(NOTES, Layers.linear(WIDTH, Activation.TANH)))
          .then(Layers.nade(NOTES, HIDDEN))
          .output(Output.NONE);

  /** Notes before, which may have any strength, and notes that sound or don't. */
  private static float[] frames() {
    SplittableRandom random = new SplittableRandom(4);
    float[] x = Floats.within(random, FRAMES * 2 * NOTES, 1);
    for (int frame = 0; frame < FRAMES; frame++) {
      for (int note = NOTES; note < 2 * NOTES; note++) {
        x[frame * 2 * NOTES + note] = random.nextInt(FRAMES) < frame ? 1 : 0;
      }
    }
    return x;
  }

  private static double loss(DoubleModel model, double[][] x, float[] dy) {
    double sum = 0;
    double[][] y = model.run(x);
    for (int i = 0; i < dy.length; i++) {
      sum += y[i / NOTES][i % NOTES] * dy[i];
    }
    return sum;
  }

  @Test
  void derivativesAreThoseOfTheEquation() {
    ParameterSlices slices = new ParameterSlices(JOINT, Map.of());
    LayerTraining layers = LayerTrainings.sequence(JOINT.layers(), "", JOINT.inputs(), slices);
    float[] weights = slices.load(Initialization.of(JOINT, 3));
    float[] x = frames();
    float[] dy = Floats.within(new SplittableRandom(5), FRAMES * NOTES, 1);
    float[] y = new float[FRAMES * NOTES];
    float[] dx = new float[x.length];
    Arrays.fill(dx, Float.NaN);
    float[] gradient = new float[weights.length];
    Shard shard = shard();
    layers.prepare(weights);
    LayerPass pass = layers.newPass(Engine.singleThreaded(), 0);
    pass.reserve(FRAMES, 1);
    pass.forward(shard, x, y);
    pass.backward(shard, x, y, dy.clone(), dx, gradient);

    DoubleModel model = new DoubleModel(JOINT, Initialization.of(JOINT, 3));
    double[][] input = new double[FRAMES][2 * NOTES];
    for (int i = 0; i < x.length; i++) {
      input[i / (2 * NOTES)][i % (2 * NOTES)] = x[i];
    }
    DoubleSupplier loss = () -> loss(model, input, dy);
    Map<String, Tensor> actual = slices.toParameters(gradient).tensors();
    model.weights.forEach(
        (name, w) -> assertClose(name, differences(w, w.length, loss), actual.get(name).toArray()));
    double[] expected = new double[FRAMES * NOTES];
    float[] before = new float[FRAMES * NOTES];
    for (int frame = 0; frame < FRAMES; frame++) {
      double[] some = differences(input[frame], NOTES, loss);
      System.arraycopy(some, 0, expected, frame * NOTES, NOTES);
      System.arraycopy(dx, frame * 2 * NOTES, before, frame * NOTES, NOTES);
      for (int note = NOTES; note < 2 * NOTES; note++) {
        assertEquals(0, dx[frame * 2 * NOTES + note], "values are data");
      }
    }
    assertClose("the input", expected, before);
  }

  private static Shard shard() {
    Shard shard = new Shard();
    shard.sequences = 1;
    shard.offsets = new int[] {0, FRAMES};
    shard.rows = FRAMES;
    return shard;
  }

  private static double[] differences(double[] values, int count, DoubleSupplier loss) {
    double[] differences = new double[count];
    for (int i = 0; i < count; i++) {
      double value = values[i];
      values[i] = value + STEP;
      double above = loss.getAsDouble();
      values[i] = value - STEP;
      double below = loss.getAsDouble();
      values[i] = value;
      differences[i] = (above - below) / (2 * STEP);
    }
    return differences;
  }

  private static void assertClose(String what, double[] expected, float[] actual) {
    double greatest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertTrue(greatest > 0, what);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], BOUND * greatest, what + " at " + i);
    }
  }

  @Test
  void goingForwardGivesTheBitsOfTheModel() {
    float[] x = frames();
    for (Backend backend : backends()) {
      ParameterSlices slices = new ParameterSlices(JOINT, Map.of());
      LayerTraining layers = LayerTrainings.sequence(JOINT.layers(), "", JOINT.inputs(), slices);
      layers.prepare(slices.load(Initialization.of(JOINT, 3)));
      LayerPass pass = layers.newPass(Engine.of(backend), 0);
      pass.reserve(FRAMES, 1);
      float[] y = new float[FRAMES * NOTES];
      pass.forward(shard(), x, y);
      float[] expected = new float[FRAMES * NOTES];
      Model.of(JOINT, Initialization.of(JOINT, 3), backend)
          .newState(Engine.of(backend))
          .run(FRAMES, x, 0, expected, 0);
      Floats.assertSameBits(expected, y, "on " + backend);
    }
  }

  private static List<Backend> backends() {
    List<Backend> all = new ArrayList<>(List.of(Backend.scalar()));
    Backend.vector().ifPresent(all::add);
    return all;
  }
}
