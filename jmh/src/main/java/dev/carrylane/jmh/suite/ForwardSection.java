package dev.carrylane.jmh.suite;

import dev.carrylane.jmh.Models;
import dev.carrylane.network.ModelDescription;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Whole models over whole sequences. */
final class ForwardSection {
  private ForwardSection() {}

  static Section of() {
    Entry run =
        entry(ForwardSection::label)
            .cases(Tier.QUICK, "model", "clrnn", "frames", "60", "threads", "1")
            .cases(Tier.QUICK, "model", "clrnn-exact", "frames", "4096", "threads", "1")
            .cases(Tier.STANDARD, "model", "clrnn", "frames", "256,1024", "threads", "1")
            .cases(Tier.STANDARD, "model", "lstm-128", "frames", "256", "threads", "1")
            .cases(Tier.FULL, "model", "clrnn", "frames", "4096", "threads", "1")
            .cases(Tier.FULL, "model", "clrnn-exact", "frames", "60,256,1024", "threads", "1")
            .cases(
                Tier.FULL,
                "model",
                "gru-128,min-gru-128,lru-128,music-lstm",
                "frames",
                "256",
                "threads",
                "1")
            .serial(
                new Peer(
                    "step by step",
                    "ForwardBenchmark.steps",
                    List.of("frames", "model", "threads"),
                    Map.of(),
                    List.of("60", "4096")))
            .peer(onnxRuntime());
    return new Section(
        "forward",
        "Whole models",
        "The longer the sequence, the more a model that looks its carries up gains over the same model step by step, and the nearer it comes"
            + " to the processor's limit.",
        List.of(run));
  }

  /** The benchmark and its work, without cases. */
  static Entry entry(Function<Case, String> label) {
    return Entry.of("ForwardBenchmark.run", label).work(ForwardSection::work);
  }

  static Peer onnxRuntime() {
    return new Peer(
        "ONNX Runtime",
        "peers.ForwardPeers.onnxRuntime",
        List.of("model", "frames", "threads"),
        Map.of(),
        List.of("clrnn", "lstm-128", "gru-128", "music-lstm"));
  }

  static String label(Case one) {
    return Wording.model(one.parameter("model"))
        + ", "
        + Wording.count(one.parameter("frames"), "frame");
  }

  private static Work work(Case one) {
    String model = one.parameter("model");
    ModelDescription description = Models.description(model);
    double frames = one.number("frames");
    double flops = frames * Models.flopsPerFrame(model);
    double channels = description.inputs() + description.outputs();
    return Work.of(flops, Models.weightBytes(model) + frames * channels * Float.BYTES)
        .items(frames, "frames");
  }
}
