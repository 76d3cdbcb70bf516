package dev.carrylane.jmh.suite;

import dev.carrylane.jmh.Models;
import dev.carrylane.network.ModelDescription;
import java.util.List;
import java.util.Map;

/** Recurrent layers. */
final class CellSection {
  private static final List<String> SCANNED =
      List.of("exact-carry", "exact-carry-matrix", "min-gru", "min-lstm", "lru");

  private CellSection() {}

  static Section of() {
    Entry run =
        Entry.of("CellBenchmark.run", CellSection::label)
            .cases(Tier.QUICK, "kind", "lstm", "units", "128", "frames", "1024")
            .cases(Tier.STANDARD, "kind", "exact-carry", "units", "128", "frames", "1024")
            .cases(Tier.STANDARD, "kind", "lstm", "units", "64,256", "frames", "1024")
            .cases(
                Tier.FULL,
                "kind",
                "gru,rnn,exact-carry-matrix,min-gru,min-lstm,lru",
                "units",
                "128",
                "frames",
                "1024")
            .cases(Tier.FULL, "kind", "lstm,exact-carry", "units", "64,256,512", "frames", "1024")
            .cases(Tier.FULL, "kind", "exact-carry", "units", "128", "frames", "256,4096,16384")
            .work(CellSection::work)
            .serial(
                new Peer(
                    "step by step",
                    "CellBenchmark.steps",
                    List.of("kind", "units", "frames"),
                    Map.of(),
                    SCANNED));
    return new Section(
        "cells",
        "Recurrent layers",
        "A layer whose recurrence is a scan has all of its products at once and is several times as fast as the same layer step by step,"
            + " with the same bits; an LSTM or a GRU must wait for each step.",
        List.of(run));
  }

  private static String label(Case one) {
    return Wording.layer(one.parameter("kind"), one.parameter("units"))
        + ", "
        + Wording.count(one.parameter("frames"), "frame");
  }

  private static Work work(Case one) {
    int units = one.number("units");
    int frames = one.number("frames");
    ModelDescription layer =
        ModelDescription.of(units).then(Models.layer(one.parameter("kind"), units));
    double flops = Models.flopsPerFrame(layer);
    double bytes = Float.BYTES * (flops / 2 + 2.0 * frames * units);
    return Work.of(frames * flops, bytes).items(frames, "frames");
  }
}
