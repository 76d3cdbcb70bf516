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

  /** As the equation reads: every output from all values before it. */
  private static double loss(ParameterSlices slices, double[] w, double[] x, float[] dy) {
    double sum = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
      double[] before = Arrays.copyOfRange(x, frame * 2 * NOTES, frame * 2 * NOTES + NOTES);
      double[] f =
          linear(w, slices.at("0.beside.0.bias"), slices.at("0.beside.0.weight"), before, WIDTH);
      for (int i = 0; i < WIDTH; i++) {
        f[i] = Math.tanh(f[i]);
      }
      double[] a = linear(w, slices.at("1.hidden.bias"), slices.at("1.hidden.weight"), f, HIDDEN);
      double[] y = linear(w, slices.at("1.output.bias"), slices.at("1.direct.weight"), f, NOTES);
      for (int j = 0; j < NOTES; j++) {
        for (int h = 0; h < HIDDEN; h++) {
          y[j] += w[slices.at("1.output.weight") + j * HIDDEN + h] / (1 + Math.exp(-a[h]));
          a[h] +=
              x[frame * 2 * NOTES + NOTES + j] * w[slices.at("1.value.weight") + j * HIDDEN + h];
        }
        sum += y[j] * dy[frame * NOTES + j];
      }
    }
    return sum;
  }

  private static double[] linear(double[] w, int bias, int weight, double[] x, int outputs) {
    double[] y = Arrays.copyOfRange(w, bias, bias + outputs);
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += w[weight + o * x.length + i] * x[i];
      }
    }
    return y;
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

    double[] w = toDouble(weights);
    double[] input = toDouble(x);
    DoubleSupplier loss = () -> loss(slices, w, input, dy);
    for (int at = 0, end; at < w.length; at = end) {
      String name = slices.nameOf(at);
      end = at;
      while (end < w.length && slices.nameOf(end).equals(name)) {
        end++;
      }
      double[] expected = differences(w, at, end, loss);
      assertClose(name, expected, Arrays.copyOfRange(gradient, at, end));
    }
    List<Double> expected = new ArrayList<>();
    float[] actual = new float[FRAMES * NOTES];
    for (int frame = 0; frame < FRAMES; frame++) {
      int at = frame * 2 * NOTES;
      Arrays.stream(differences(input, at, at + NOTES, loss)).forEach(expected::add);
      System.arraycopy(dx, at, actual, frame * NOTES, NOTES);
      for (int note = at + NOTES; note < at + 2 * NOTES; note++) {
        assertEquals(0, dx[note], "values are data");
      }
    }
    assertClose("the input", expected.stream().mapToDouble(Double::doubleValue).toArray(), actual);
  }

  private static Shard shard() {
    Shard shard = new Shard();
    shard.sequences = 1;
    shard.offsets = new int[] {0, FRAMES};
    shard.rows = FRAMES;
    return shard;
  }

  private static double[] differences(double[] values, int from, int to, DoubleSupplier loss) {
    double[] differences = new double[to - from];
    for (int i = from; i < to; i++) {
      double value = values[i];
      values[i] = value + STEP;
      double above = loss.getAsDouble();
      values[i] = value - STEP;
      double below = loss.getAsDouble();
      values[i] = value;
      differences[i - from] = (above - below) / (2 * STEP);
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

  private static double[] toDouble(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
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
