package dev.carrylane.engine.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.engine.Engine;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SequencesTest {
  @Test
  void theyTellWhatTheyAre() {
    Sequences batch = Sequences.timeMajor(3, 5, 2);
    assertEquals(3, batch.count());
    assertEquals(5, batch.steps(2));
    assertEquals(2, batch.channels());
    assertFalse(batch.isChannelMajor());
    assertFalse(batch.isReversed());
    assertFalse(batch.isExclusive());
    assertEquals("[3, 5, 2]", batch.toString());

    Sequences lines = Sequences.channelMajor(2, 5).reversed().exclusive();
    assertEquals(1, lines.count());
    assertEquals(5, lines.steps(0));
    assertEquals(2, lines.channels());
    assertTrue(lines.isChannelMajor());
    assertTrue(lines.isReversed());
    assertTrue(lines.isExclusive());
    assertEquals("[1, 2, 5] channel-major, reversed, exclusive", lines.toString());
    assertFalse(lines.reversed().isReversed());
    assertTrue(lines.strides(5, 6, 7).isExclusive());

    int[] offsets = {2, 2, 5};
    Sequences words = Sequences.packed(offsets, 4);
    offsets[1] = 4;
    assertEquals(2, words.count());
    assertEquals(0, words.steps(0));
    assertEquals(3, words.steps(1));
    assertEquals("packed [2, 2, 5] × 4", words.toString());
  }

  static Stream<Arguments> mistakes() {
    Sequences any = Sequences.timeMajor(2, 3);
    return Stream.of(
        mistake("steps is -1; it must not be negative", () -> Sequences.timeMajor(-1, 3)),
        mistake("channels is -3; it must not be negative", () -> Sequences.timeMajor(1, -3)),
        mistake("count is -2; it must not be negative", () -> Sequences.timeMajor(-2, 1, 3)),
        mistake("steps is -4; it must not be negative", () -> Sequences.channelMajor(1, 2, -4)),
        mistake("channels is -1; it must not be negative", () -> Sequences.channelMajor(-1, 2)),
        mistake(
            "65536 sequences of 32768 steps are 2147483648 rows, more than an array holds; scan them in several calls",
            () -> Sequences.timeMajor(65_536, 32_768, 0)),
        mistake(
            "65536 sequences of 32768 channels are 2147483648 rows",
            () -> Sequences.channelMajor(65_536, 32_768, 0)),
        mistake(
            "offsets is empty; it needs one entry more than there are sequences",
            () -> Sequences.packed(new int[0], 1)),
        mistake("offsets[0] is -1", () -> Sequences.packed(new int[] {-1, 2}, 1)),
        mistake(
            "offsets[2] is 3, less than offsets[1], which is 4; they must not decrease",
            () -> Sequences.packed(new int[] {0, 4, 3}, 1)),
        mistake("channels is -1", () -> Sequences.packed(new int[] {0}, -1)),
        mistake("propagate stride is -1; it must not be negative", () -> any.strides(-1, 3, 3)),
        mistake("generate stride is -2; it must not be negative", () -> any.strides(3, -2, 3)),
        mistake("state stride is -3; it must not be negative", () -> any.strides(3, 3, -3)));
  }

  private static Arguments mistake(String message, Supplier<Sequences> made) {
    return Arguments.of(message, made);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistakesAreNamed(String message, Supplier<Sequences> made) {
    String said = assertThrows(IllegalArgumentException.class, made::get).getMessage();
    assertTrue(said.contains(message), said);
  }

  @Test
  void nullIsNamed() {
    NullPointerException thrown =
        assertThrows(NullPointerException.class, () -> Sequences.packed(null, 1));
    assertEquals("offsets", thrown.getMessage());
    float[] a = new float[1];
    AffineScan scan = AffineScan.on(Engine.singleThreaded());
    thrown = assertThrows(NullPointerException.class, () -> scan.run(null, a, a, a));
    assertEquals("sequences", thrown.getMessage());
  }

  /** What only shows when a scan gets its arrays, each of 24 elements. */
  static Stream<Arguments> misfits() {
    Sequences batch = Sequences.timeMajor(2, 3, 4);
    Sequences packed = Sequences.packed(new int[] {1, 3, 6}, 4);
    return Stream.of(
        misfit("p holds 24 floats, but 7 rows of 4", Sequences.packed(new int[] {0, 7}, 4)),
        misfit("p holds 24 floats, but 8 rows of 4", Sequences.timeMajor(4, 2, 4)),
        misfit(
            "p holds 24 floats, but 5 rows of 5 at offset 0 with row stride 5 end at 25",
            Sequences.channelMajor(5, 5)),
        misfit(
            "the row stride of g is 3, less than its 4 columns",
            Sequences.timeMajor(2, 4).strides(4, 3, 4)),
        misfit(
            "the row stride of h is 0, less than its 2 columns",
            Sequences.channelMajor(4, 2).strides(2, 2, 0)),
        Arguments.of(
            "resets holds 5 flags, but the sequences need 6 from offset 0 on",
            batch,
            new boolean[5],
            0,
            null,
            null),
        Arguments.of(
            "resets holds 7 flags, but the sequences need 6 from offset 2 on",
            packed,
            new boolean[7],
            2,
            null,
            null),
        Arguments.of(
            "resets holds 7 flags, but the sequences need 6 from offset -1 on",
            batch,
            new boolean[7],
            -1,
            null,
            null),
        Arguments.of("initial holds 7 floats, but 2 rows of 4", batch, null, 0, new float[7], null),
        Arguments.of(
            "finalState holds 4 floats, but 2 rows of 4", packed, null, 0, null, new float[4]));
  }

  private static Arguments misfit(String message, Sequences sequences) {
    return Arguments.of(message, sequences, null, 0, null, null);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void arraysThatDoNotFitAreNamedBeforeAnythingIsWritten(
      String message,
      Sequences sequences,
      boolean[] resets,
      int resetsOffset,
      float[] initial,
      float[] last) {
    float[] a = new float[24];
    float[] h = new float[24];
    Arrays.fill(h, 3);
    AffineScan scan = AffineScan.on(Engine.singleThreaded());
    for (Sequences each :
        new Sequences[] {sequences, sequences.reversed(), sequences.exclusive()}) {
      String said =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> scan.run(each, resets, resetsOffset, a, 0, a, 0, initial, 0, h, 0, last, 0))
              .getMessage();
      assertTrue(said.contains(message), said);
    }
    float[] untouched = new float[24];
    Arrays.fill(untouched, 3);
    assertArrayEquals(untouched, h);
  }

  @Test
  void statesMustNotMeetResults() {
    AffineScan scan = AffineScan.on(Engine.singleThreaded());
    Sequences batch = Sequences.timeMajor(2, 3, 4);
    float[] a = new float[24];
    float[] h = new float[32];
    String initial =
        assertThrows(
                IllegalArgumentException.class,
                () -> scan.run(batch, null, 0, a, 0, a, 0, h, 20, h, 0, null, 0))
            .getMessage();
    assertTrue(initial.contains("initial (offset 20) overlaps h (offset 0"), initial);
    String last =
        assertThrows(
                IllegalArgumentException.class,
                () -> scan.run(batch, null, 0, a, 0, a, 0, null, 0, h, 0, h, 20))
            .getMessage();
    assertTrue(last.contains("finalState (offset 20) overlaps h (offset 0, stride 4)"), last);
    float[] states = new float[12];
    String both =
        assertThrows(
                IllegalArgumentException.class,
                () -> scan.run(batch, null, 0, a, 0, a, 0, states, 0, h, 0, states, 4))
            .getMessage();
    assertTrue(both.contains("finalState (offset 4) overlaps initial"), both);
    // Beside each other is fine.
    scan.run(batch, null, 0, a, 0, a, 0, h, 24, h, 0, h, 24);
  }
}
