package dev.carrylane.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.function.Executable;

/**
 * What every operation keeps: mistakes are named and nothing is written then; the work may be cut anywhere. That
 * nothing is allocated is for {@link Allocation}.
 */
public final class Contract {
  private final float[][] arrays;

  private Contract(float[][] arrays) {
    this.arrays = arrays;
  }

  /**
   * Watches arrays that a refused call must leave alone.
   *
   * @param arrays all that the call could write
   * @return refusals with that check
   */
  public static Contract leavesAlone(float[]... arrays) {
    return new Contract(arrays);
  }

  /**
   * Asserts that a call is refused and writes nothing.
   *
   * @param part what the message contains: the numbers that are wrong
   * @param call the call
   */
  public void refused(String part, Executable call) {
    String message = thrown(IllegalArgumentException.class, call);
    assertTrue(message.contains(part), message);
  }

  /**
   * Asserts that a call is refused because an argument is null, and writes nothing.
   *
   * @param argument its name
   * @param call the call
   */
  public void absent(String argument, Executable call) {
    assertEquals(argument, thrown(NullPointerException.class, call));
  }

  private String thrown(Class<? extends RuntimeException> type, Executable call) {
    float[][] before = Arrays.stream(arrays).map(float[]::clone).toArray(float[][]::new);
    String message = assertThrows(type, call).getMessage();
    for (int i = 0; i < arrays.length; i++) {
      Floats.assertSameBits(before[i], arrays[i], "array " + i + " after: " + message);
    }
    return message;
  }

  /**
   * Asserts that work in any two pieces, and step by step, gives the bits of the whole.
   *
   * @param steps how many steps the work has
   * @param run does it in pieces of the given lengths, from the start, and gives all results
   */
  public static void mayBeCutAnywhere(int steps, Function<int[], float[]> run) {
    float[] whole = run.apply(new int[] {steps}).clone();
    for (int cut = 0; cut <= steps; cut++) {
      Floats.assertSameBits(whole, run.apply(new int[] {cut, steps - cut}), "cut at " + cut);
    }
    int[] each = new int[steps];
    Arrays.fill(each, 1);
    Floats.assertSameBits(whole, run.apply(each), "step by step");
  }
}
