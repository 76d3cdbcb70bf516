package dev.carrylane.jmh.suite;

import dev.carrylane.jmh.MusicTraining;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Training steps. */
final class TrainingSection {
  private static final String PYTORCH = "peers.TrainingPeers.pytorch";

  private TrainingSection() {}

  static Section of() {
    Entry step =
        entry(TrainingSection::label)
            .cases(Tier.QUICK, "model", "clrnn-dropout", "threads", "1")
            .cases(Tier.STANDARD, "model", "clrnn-exact", "threads", "1")
            .cases(Tier.FULL, "model", "music-lstm", "threads", "1")
            .peer(pytorch())
            .peer(
                new Peer(
                    "PyTorch, LSTM of as many parameters",
                    PYTORCH,
                    List.of("model", "threads"),
                    Map.of("model", "music-lstm"),
                    List.of("clrnn-exact")));
    return new Section(
        "training",
        "One training step",
        "Forward, back and Adam on a sequence of 60 frames; a model that looks its carries up needs a fraction of the time that an LSTM with as"
            + " many parameters takes.",
        List.of(step));
  }

  /** The benchmark and its work, without cases. */
  static Entry entry(Function<Case, String> label) {
    return Entry.of("TrainingBenchmark.step", label)
        .work(one -> Work.of(0, 0).items(MusicTraining.FRAMES, "frames"));
  }

  static Peer pytorch() {
    return new Peer(
        "PyTorch",
        PYTORCH,
        List.of("model", "threads"),
        Map.of(),
        List.of("clrnn-dropout", "music-lstm"));
  }

  static String label(Case one) {
    return Wording.model(one.parameter("model")) + ", one step of Adam";
  }
}
