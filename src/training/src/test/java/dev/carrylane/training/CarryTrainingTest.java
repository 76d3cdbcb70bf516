package dev.carrylane.training;

import dev.carrylane.engine.Backend;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.MinGru;
import dev.carrylane.testkit.Allocation;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers whose p and g do not look at h. */
class CarryTrainingTest {
  private static final int INPUTS = 5;

  static Stream<Arguments> layers() {
    return Stream.of(
        exactCarry(Gate.SIGMOID, true),
        exactCarry(Gate.SIGMOID, false),
        exactCarry(Gate.SIGNED, true),
        exactCarry(Gate.SIGNED, false),
        arguments(new MinGru(7, true), CarryTrainingTest::minGru),
        arguments(new MinGru(7, false), CarryTrainingTest::minGru));
  }

  private static Arguments arguments(
      LayerDescription layer, RecurrenceTrial.Recurrence recurrence) {
    return Arguments.of(layer, recurrence);
  }

  private static Arguments exactCarry(Gate gate, boolean coupled) {
    return arguments(
        new ExactCarry(7, gate, coupled, 1),
        (tape, tensors, frames, state) -> exactCarry(gate, coupled, tape, tensors, frames, state));
  }

  private static int[][] exactCarry(
      Gate gate,
      boolean coupled,
      Tape tape,
      Map<String, int[]> tensors,
      int[][] frames,
      int[] state) {
    int[][] y = new int[frames.length][];
    for (int t = 0; t < frames.length; t++) {
      int[] p = tape.map(tensors.get("propagate.weight"), tensors.get("propagate.bias"), frames[t]);
      int[] g = tape.map(tensors.get("generate.weight"), tensors.get("generate.bias"), frames[t]);
      for (int c = 0; c < state.length; c++) {
        int share = gate == Gate.SIGNED ? tape.tanh(p[c]) : tape.sigmoid(p[c]);
        int generated = tape.tanh(g[c]);
        if (coupled) {
          generated = tape.times(generated, tape.minus(tape.one(), tape.abs(share)));
        }
        state[c] = tape.plus(tape.times(share, state[c]), generated);
      }
      y[t] = state.clone();
    }
    return y;
  }

  private static int[][] minGru(
      Tape tape, Map<String, int[]> tensors, int[][] frames, int[] state) {
    int[][] y = new int[frames.length][];
    for (int t = 0; t < frames.length; t++) {
      int[] update =
          tape.map(tensors.get("linear_z.weight"), tensors.get("linear_z.bias"), frames[t]);
      int[] candidate =
          tape.map(tensors.get("linear_h.weight"), tensors.get("linear_h.bias"), frames[t]);
      for (int c = 0; c < state.length; c++) {
        int z = tape.sigmoid(update[c]);
        int kept = tape.times(tape.minus(tape.one(), z), state[c]);
        state[c] = tape.plus(kept, tape.times(z, candidate[c]));
      }
      y[t] = state.clone();
    }
    return y;
  }

  private static RecurrenceTrial trial(
      LayerDescription layer, RecurrenceTrial.Recurrence recurrence) {
    return new RecurrenceTrial(INPUTS, layer, recurrence, 9, 1, 0, 17, 4);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void forwardIsTheModel(LayerDescription layer, RecurrenceTrial.Recurrence recurrence) {
    RecurrenceTrial trial = trial(layer, recurrence);
    trial.assertForwardAsModel(Backend.active());
    trial.assertForwardAsModel(Backend.scalar());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void backwardIsTheDerivative(LayerDescription layer, RecurrenceTrial.Recurrence recurrence) {
    RecurrenceTrial trial = trial(layer, recurrence);
    trial.assertDifferences();
    trial.assertGradients(1e-6);
  }

  /** A derivative by a weight is a sum of 700 terms of either sign, to which each rounding is about 10⁻⁷ of what came before. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void longSequencesAreExactToo(LayerDescription layer, RecurrenceTrial.Recurrence recurrence) {
    new RecurrenceTrial(INPUTS, layer, recurrence, 700).assertGradients(1e-5);
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void nothingIsAllocated(LayerDescription layer, RecurrenceTrial.Recurrence recurrence) {
    trial(layer, recurrence).assertNoAllocation(Backend.active());
  }
}
