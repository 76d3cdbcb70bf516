package dev.carrylane.jmh.suite;

import dev.carrylane.jmh.Models;
import java.util.List;
import java.util.Map;

/** Single steps of a stream. */
final class StepSection {
  private static final String ONNX_RUNTIME = "peers.StepPeers.onnxRuntime";

  private StepSection() {}

  static Section of() {
    Entry step =
        Entry.of("StepBenchmark.step", one -> Wording.model(one.parameter("model")))
            .cases(Tier.QUICK, "model", "clrnn,lstm-128")
            .cases(Tier.STANDARD, "model", "clrnn-exact,lstm-256,gru-128")
            .cases(
                Tier.FULL, "model", "lstm-256-bfloat16,lstm-64,lstm-512,min-gru-128,lru-128,silero")
            .latency()
            .work(StepSection::work)
            .peer(
                new Peer(
                    "ONNX Runtime",
                    ONNX_RUNTIME,
                    List.of("model"),
                    Map.of(),
                    List.of("lstm-64", "lstm-128", "lstm-256", "lstm-512", "gru-128")))
            .peer(
                new Peer(
                    "ONNX Runtime, floats",
                    ONNX_RUNTIME,
                    List.of("model"),
                    Map.of("model", "lstm-256"),
                    List.of("lstm-256-bfloat16")));
    return new Section(
        "step",
        "One step of a stream",
        "A step reads every weight once, so where they fit into a cache, its bandwidth is the limit; what counts for a service is how little"
            + " the slowest steps take beyond the median.",
        List.of(step));
  }

  private static Work work(Case one) {
    String model = one.parameter("model");
    // A chunk of Silero's has several windows, in each of which a weight is used again.
    double flops = model.equals("silero") ? 0 : Models.flopsPerFrame(model);
    return Work.of(flops, Models.weightBytes(model)).items(1, "steps");
  }
}
