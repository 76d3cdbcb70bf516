package dev.carrylane.jmh.suite;

import dev.carrylane.jmh.ConvolutionSizes;
import java.util.List;
import java.util.Map;

/** Causal dilated convolutions. */
final class ConvolutionSection {
  private static final String LEVEL = "level";
  private static final String FRAMES = "frames";
  private static final Map<String, String> MODELS =
      Map.of(
          "music",
          "a level of the music model",
          "text",
          "a level of the model of characters",
          "digits",
          "a level of a TCN that reads the pixels of MNIST");

  private ConvolutionSection() {}

  static Section of() {
    Entry run =
        Entry.of("ConvolutionBenchmark.run", ConvolutionSection::label)
            .cases(Tier.STANDARD, LEVEL, "music", FRAMES, "60")
            .cases(Tier.STANDARD, LEVEL, "text", FRAMES, "80")
            .cases(Tier.FULL, LEVEL, "digits", FRAMES, "784")
            .cases(Tier.FULL, LEVEL, "music,text", FRAMES, "256,1024")
            .work(ConvolutionSection::work)
            .peer(
                new Peer(
                    "ONNX Runtime",
                    "peers.ConvolutionPeers.onnxRuntime",
                    List.of(LEVEL, FRAMES),
                    Map.of(),
                    List.of()));
    return new Section(
        "convolutions",
        "Causal convolutions",
        "A level of wide channels is as fast as a product of the same size, because it is one whose rows lie where the frames are;"
            + " narrow levels leave lanes empty.",
        List.of(run));
  }

  private static String label(Case one) {
    ConvolutionSizes sizes = ConvolutionSizes.of(one.parameter(LEVEL));
    return "%d → %d, %d taps, dilation %d, %d frames: %s"
        .formatted(
            sizes.channels(),
            sizes.channels(),
            sizes.taps(),
            sizes.dilation(),
            one.number(FRAMES),
            MODELS.get(one.parameter(LEVEL)));
  }

  private static Work work(Case one) {
    ConvolutionSizes sizes = ConvolutionSizes.of(one.parameter(LEVEL));
    int frames = one.number(FRAMES);
    double weights = (double) sizes.channels() * sizes.channels() * sizes.taps();
    return Work.of(sizes.flops(frames), Float.BYTES * (2.0 * frames * sizes.channels() + weights))
        .items(frames, "frames");
  }
}
