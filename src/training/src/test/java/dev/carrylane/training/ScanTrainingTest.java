package dev.carrylane.training;

import dev.carrylane.engine.Backend;
import dev.carrylane.network.layer.ExactCarry;
import dev.carrylane.network.layer.Gate;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.LinearRecurrentUnit;
import dev.carrylane.network.layer.MinGru;
import dev.carrylane.network.layer.MinLstm;
import dev.carrylane.testkit.Allocation;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers whose steps are a scan. */
class ScanTrainingTest {
  private static final int INPUTS = 5;

  static Stream<Arguments> layers() {
    return Stream.of(
        exactCarry(Gate.SIGMOID, true),
        exactCarry(Gate.SIGMOID, false),
        exactCarry(Gate.SIGNED, true),
        exactCarry(Gate.SIGNED, false),
        arguments(new MinGru(7, true), ScanTrainingTest::minGru),
        arguments(new MinGru(7, false), ScanTrainingTest::minGru),
        arguments(new MinLstm(7, true), ScanTrainingTest::minLstm),
        arguments(new MinLstm(7, false), ScanTrainingTest::minLstm),
        matrixCarry(6, 3, true),
        matrixCarry(8, 2, false),
        matrixCarry(5, 1, true),
        arguments(new LinearRecurrentUnit(6), ScanTrainingTest::linearRecurrentUnit));
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

  private static Arguments matrixCarry(int channels, int block, boolean coupled) {
    return arguments(
        new ExactCarry(channels, Gate.MATRIX, coupled, block),
        (tape, tensors, frames, state) ->
            matrixCarry(block, coupled, tape, tensors, frames, state));
  }

  private static int[][] matrixCarry(
      int n, boolean coupled, Tape tape, Map<String, int[]> tensors, int[][] frames, int[] state) {
    int choices = coupled ? n + 1 : n;
    int[][] y = new int[frames.length][];
    for (int t = 0; t < frames.length; t++) {
      int[] p = tape.map(tensors.get("propagate.weight"), tensors.get("propagate.bias"), frames[t]);
      int[] g = tape.map(tensors.get("generate.weight"), tensors.get("generate.bias"), frames[t]);
      int[] before = state.clone();
      for (int row = 0; row < state.length; row++) {
        int[] shares = new int[choices];
        int sum = tape.constant(0);
        for (int choice = 0; choice < choices; choice++) {
          shares[choice] = tape.exp(p[row * choices + choice]);
          sum = tape.plus(sum, shares[choice]);
        }
        int next = tape.tanh(g[row]);
        if (coupled) {
          next = tape.times(next, tape.over(shares[n], sum));
        }
        for (int j = 0; j < n; j++) {
          int share = tape.over(shares[j], sum);
          next = tape.plus(next, tape.times(share, before[row / n * n + j]));
        }
        state[row] = next;
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

  private static int[][] minLstm(
      Tape tape, Map<String, int[]> tensors, int[][] frames, int[] state) {
    int[][] y = new int[frames.length][];
    for (int t = 0; t < frames.length; t++) {
      int[] forget =
          tape.map(tensors.get("linear_f.weight"), tensors.get("linear_f.bias"), frames[t]);
      int[] input =
          tape.map(tensors.get("linear_i.weight"), tensors.get("linear_i.bias"), frames[t]);
      int[] candidate =
          tape.map(tensors.get("linear_h.weight"), tensors.get("linear_h.bias"), frames[t]);
      for (int c = 0; c < state.length; c++) {
        int f = tape.sigmoid(forget[c]);
        int i = tape.sigmoid(input[c]);
        int sum = tape.plus(f, i);
        int kept = tape.times(tape.over(f, sum), state[c]);
        state[c] = tape.plus(kept, tape.times(tape.over(i, sum), candidate[c]));
      }
      y[t] = state.clone();
    }
    return y;
  }

  private static int[][] linearRecurrentUnit(
      Tape tape, Map<String, int[]> tensors, int[][] frames, int[] state) {
    int[][] y = new int[frames.length][];
    for (int t = 0; t < frames.length; t++) {
      int[] inRe = tape.map(tensors.get("B_re"), null, frames[t]);
      int[] inIm = tape.map(tensors.get("B_im"), null, frames[t]);
      int[] re = new int[inRe.length];
      int[] im = new int[inRe.length];
      for (int s = 0; s < re.length; s++) {
        int decay = tape.exp(tensors.get("nu_log")[s]);
        int radius = tape.exp(tape.minus(tape.constant(0), decay));
        int phase = tape.exp(tensors.get("theta_log")[s]);
        int lambdaRe = tape.times(radius, tape.cos(phase));
        int lambdaIm = tape.times(radius, tape.sin(phase));
        int gain = tape.exp(tensors.get("gamma_log")[s]);
        int oldRe = state[2 * s];
        int oldIm = state[2 * s + 1];
        int turnedRe = tape.minus(tape.times(lambdaRe, oldRe), tape.times(lambdaIm, oldIm));
        int turnedIm = tape.plus(tape.times(lambdaRe, oldIm), tape.times(lambdaIm, oldRe));
        re[s] = tape.plus(turnedRe, tape.times(gain, inRe[s]));
        im[s] = tape.plus(turnedIm, tape.times(gain, inIm[s]));
        state[2 * s] = re[s];
        state[2 * s + 1] = im[s];
      }
      int[] outRe = tape.map(tensors.get("C_re"), null, re);
      int[] outIm = tape.map(tensors.get("C_im"), null, im);
      y[t] = new int[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        int skipped = tape.times(tensors.get("D")[i], frames[t][i]);
        y[t][i] = tape.plus(tape.minus(outRe[i], outIm[i]), skipped);
      }
    }
    return y;
  }

  /** A derivative by a weight is a sum of 700 terms of either sign, to which each rounding is about 10⁻⁷ of what came before. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void derivativesOfLongSequencesAreThoseOfTheRecurrence(
      LayerDescription layer, RecurrenceTrial.Recurrence recurrence) {
    new RecurrenceTrial(INPUTS, layer, recurrence, 700).assertGradients(1e-5);
  }

  @Tag(Allocation.TAG)
  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void nothingIsAllocated(LayerDescription layer, RecurrenceTrial.Recurrence recurrence) {
    new RecurrenceTrial(INPUTS, layer, recurrence, 9, 1, 0, 17, 4)
        .assertNoAllocation(Backend.active());
  }
}
