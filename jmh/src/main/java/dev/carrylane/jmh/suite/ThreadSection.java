package dev.carrylane.jmh.suite;

import java.util.List;

/** The same work on several threads. */
final class ThreadSection {
  private ThreadSection() {}

  static Section of(int processors) {
    String threads = threads(processors);
    Entry forward =
        ForwardSection.entry(one -> on(ForwardSection.label(one), one))
            .cases(Tier.STANDARD, "model", "clrnn", "frames", "1024", "threads", threads)
            .peer(ForwardSection.onnxRuntime());
    Entry product =
        Entry.of("ProductBenchmark.packed", one -> on("1024 × 1024 × 1024", one))
            .cases(Tier.STANDARD, "shape", "1024x1024x1024", "threads", threads)
            .work(one -> Work.of(2.0 * (1L << 30), 3.0 * Float.BYTES * (1 << 20)));
    Entry training =
        TrainingSection.entry(one -> on(TrainingSection.label(one), one))
            .cases(Tier.FULL, "model", "clrnn-dropout", "threads", threads)
            .peer(TrainingSection.pytorch());
    Entry scan =
        Entry.of("ScanBenchmark.affine", one -> on("affine scan, 1048576 × 64", one))
            .cases(Tier.STANDARD, "steps", "1048576", "channels", "64", "threads", threads)
            .work(one -> scan((double) one.number("steps") * one.number("channels")));
    return new Section(
        "threads",
        "Threads",
        "How much of n threads' work is done with n threads: products gain most, and a sequence of 60 frames is too little for many.",
        List.of(forward, product, training, scan));
  }

  private static String on(String label, Case one) {
    return label + ", " + Wording.count(one.parameter("threads"), "thread");
  }

  /** A fused multiply-add an element; two operands are read and a result is written. */
  private static Work scan(double elements) {
    return Work.of(2 * elements, 3 * Float.BYTES * elements).items(elements, "elements");
  }

  /** Powers of two up to the number of processors, with commas between them. */
  static String threads(int processors) {
    StringBuilder numbers = new StringBuilder("1");
    for (long threads = 2; threads <= processors; threads *= 2) {
      numbers.append(',').append(threads);
    }
    return numbers.toString();
  }
}
