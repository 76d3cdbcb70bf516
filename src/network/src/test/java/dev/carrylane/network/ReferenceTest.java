package dev.carrylane.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.LayerKind;
import dev.carrylane.network.layer.Layers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models against their {@link Equations}. */
class ReferenceTest {
  /**
   * Bounds must stay below this, or the comparison would say little: leaving out one tap, one bias or
   * one gate changes outputs of these models by 1e-3 and more.
   */
  private static final double USEFUL = 2e-4;

  /** Enough for every tap and for blocks of 8, and few enough for bounds of recurrences. */
  private static final int FEW_FRAMES = 10;

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void everyKindOfLayerFollowsItsEquations(LayerKind kind) {
    for (ModelDescription description : Examples.models(kind)) {
      check(description);
    }
  }

  @Test
  void modelsFollowTheirEquations() {
    check(Examples.lookahead());
    check(Examples.recurrent());
  }

  /** Hidden units stay as they are after a value that is 0. */
  @Test
  void chordsFollowTheirEquationsWhateverSounds() {
    ModelDescription description = ModelDescription.of(23).then(Layers.nade(20, 7));
    float[] x = Examples.input(description, 6, 30);
    for (int frame = 0; frame < 30; frame++) {
      for (int note = 0; note < 20; note++) {
        // From silence to a chord of all notes.
        boolean sounds = x[frame * 23 + 3 + note] + 1 < frame / 14.0;
        x[frame * 23 + 3 + note] = sounds ? 1 : 0;
      }
    }
    check(description, x);
  }

  private static void check(ModelDescription description) {
    int frames = Examples.isFlattened(description) ? Examples.FRAMES : FEW_FRAMES;
    check(description, Examples.input(description, 6, frames));
  }

  private static void check(ModelDescription description, float[] x) {
    Parameters parameters = Examples.parameters(description);
    int frames = x.length / description.inputs();
    Bounded[][] expected = new Equations(description, parameters).run(x);
    int outputs = description.outputs();
    for (Backend backend : Examples.backends()) {
      float[] y = new float[expected.length * outputs];
      int written =
          Model.of(description, parameters, backend)
              .newState(Engine.of(backend), 8)
              .run(frames, x, 0, y, 0);
      assertEquals(expected.length, written);
      for (int i = 0; i < y.length; i++) {
        Bounded output = expected[i / outputs][i % outputs];
        String what = description.toJsonLine() + " on " + backend;
        assertTrue(output.error() < USEFUL, what + ": the bound is " + output.error());
        output.check(y[i], what + " at " + i);
      }
    }
  }

  /**
   * The folded weights of a convolution can be read off the model: one input that is ±1 in one frame.
   * w = g·v/‖v‖ is computed in double, where n squares, a root, a quotient and a product err by at most (n + 4)·2^−53 of it,
   * and rounded to float once.
   */
  @Test
  void weightNormalisationIsFoldedAsADoubleComputationFoldsIt() {
    int inputs = 3;
    int outputs = 20;
    int taps = 4;
    int length = inputs * taps;
    float[] directions = Examples.values(8, outputs * length);
    // Squares of these would leave the range of float in either direction.
    for (int i = 0; i < length; i++) {
      directions[i] *= 1e30f;
      directions[length + i] *= 1e-30f;
    }
    float[] gains = Examples.values(9, outputs);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("0.weight_g", Tensor.of(gains, outputs, 1, 1));
    tensors.put("0.weight_v", Tensor.of(directions, outputs, inputs, taps));
    float[] folded = readWeights(true, inputs, outputs, taps, tensors);
    for (int o = 0; o < outputs; o++) {
      double squares = 0;
      for (int i = o * length; i < (o + 1) * length; i++) {
        squares += (double) directions[i] * directions[i];
      }
      for (int i = o * length; i < (o + 1) * length; i++) {
        double exact = gains[o] * (directions[i] / Math.sqrt(squares));
        double bound = Math.ulp((float) exact) / 2 + 2 * (length + 4) * 0x1p-53 * Math.abs(exact);
        assertEquals(exact, folded[i], bound, "weight " + i);
      }
    }
    Map<String, Tensor> plain = Map.of("0.weight", Tensor.of(folded, outputs, inputs, taps));
    assertArrayEquals(folded, readWeights(false, inputs, outputs, taps, plain));
  }

  private static float[] readWeights(
      boolean weightNorm, int inputs, int outputs, int taps, Map<String, Tensor> tensors) {
    Convolution layer = new Convolution(outputs, taps, 1, false, weightNorm, Activation.NONE);
    ModelDescription description = new ModelDescription(inputs, List.of(layer), Output.NONE, "");
    ModelState state =
        Model.of(description, Parameters.of(tensors), Backend.active())
            .newState(Engine.singleThreaded());
    float[] weights = new float[outputs * inputs * taps];
    float[] y = new float[taps * outputs];
    for (int input = 0; input < inputs; input++) {
      float[] x = new float[taps * inputs];
      x[input] = 1;
      state.reset();
      state.run(taps, x, 0, y, 0);
      for (int frame = 0; frame < taps; frame++) {
        for (int o = 0; o < outputs; o++) {
          // The newest tap sees the frame first.
          weights[(o * inputs + input) * taps + taps - 1 - frame] = y[frame * outputs + o];
        }
      }
    }
    return weights;
  }
}
