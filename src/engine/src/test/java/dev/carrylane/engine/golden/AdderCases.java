package dev.carrylane.engine.golden;

import dev.carrylane.engine.adder.Adder;
import dev.carrylane.engine.adder.AdderSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link Adder} on words of 64 bits. */
final class AdderCases {
  private static final int[] WORDS = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 1000};

  private AdderCases() {}

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (AdderSchedule schedule : List.of(AdderSchedule.RIPPLE, AdderSchedule.LOOKAHEAD)) {
      for (int words : WORDS) {
        for (int carry = 0; carry <= 1; carry++) {
          cases.add(add(schedule, words, carry));
          cases.add(subtract(schedule, words, carry));
        }
      }
    }
    return cases;
  }

  private static String name(String what, AdderSchedule schedule, int words, int carry) {
    return "adder %s %s %d words, carry %d"
        .formatted(what, schedule.name().toLowerCase(Locale.ROOT), words, carry);
  }

  /** Random words with runs that generate, propagate or stop a carry. */
  private static void makeRuns(long[] a, long[] b, long propagating) {
    for (int i = 0; i < a.length; i++) {
      if (i % 23 > 5) {
        b[i] = propagating ^ a[i];
      }
    }
  }

  private static GoldenCase add(AdderSchedule schedule, int words, int carry) {
    return GoldenCase.of(
        name("add", schedule, words, carry),
        (engine, results) -> {
          Data data = new Data();
          long[] a = data.longs(words + 1);
          long[] b = data.longs(words + 1);
          makeRuns(a, b, -1);
          long[] sum = data.longs(words + 5);
          results.add(Adder.on(engine, schedule).add(words, a, 1, b, 1, sum, 3, carry));
          results.add(sum);
        });
  }

  private static GoldenCase subtract(AdderSchedule schedule, int words, int borrow) {
    return GoldenCase.of(
        name("subtract", schedule, words, borrow),
        (engine, results) -> {
          Data data = new Data();
          long[] a = data.longs(words + 1);
          long[] b = data.longs(words + 1);
          makeRuns(a, b, 0);
          results.add(Adder.on(engine, schedule).subtract(words, a, 1, b, 1, a, 1, borrow));
          results.add(a);
        });
  }
}
