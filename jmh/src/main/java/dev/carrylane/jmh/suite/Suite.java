package dev.carrylane.jmh.suite;

import java.util.List;

/** All that is measured in running JVMs, a section for each thing that users do. */
public final class Suite {
  private Suite() {}

  /** {@return the sections, as the page has them, with as many threads as this machine has processors} */
  public static List<Section> sections() {
    return sections(Runtime.getRuntime().availableProcessors());
  }

  /**
   * The sections of another machine.
   *
   * @param processors how many it has
   * @return the sections, as the page has them
   */
  public static List<Section> sections(int processors) {
    return List.of(
        RooflineSection.of(),
        ProductSection.of(),
        ConvolutionSection.of(),
        ScanSection.of(),
        SumSection.of(),
        CellSection.of(),
        ForwardSection.of(),
        StepSection.of(),
        KeysSection.of(),
        TrainingSection.of(),
        LoadSection.of(),
        ThreadSection.of(processors));
  }
}
