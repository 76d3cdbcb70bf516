package dev.carrylane.jmh.suite;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Exact sums of long binary numbers. */
final class SumSection {
  private static final String BITS = "bits";

  private SumSection() {}

  static Section of() {
    Entry add =
        Entry.of(
                "AdderBenchmark.add",
                one -> String.format(Locale.ROOT, "%,d bits", one.number(BITS)))
            .cases(Tier.QUICK, BITS, "10000000")
            .cases(Tier.FULL, BITS, "1024")
            .work(
                one ->
                    Work.of(0, 3.0 * one.number(BITS) / Byte.SIZE).items(one.number(BITS), "bits"))
            .peer(
                new Peer(
                    "BigInteger", "AdderBenchmark.bigInteger", List.of(BITS), Map.of(), List.of()));
    return new Section(
        "sums",
        "Exact sums of long numbers",
        "Carries are looked ahead, so that a sum is as fast as its operands can be read; BigInteger adds digit after digit.",
        List.of(add));
  }
}
