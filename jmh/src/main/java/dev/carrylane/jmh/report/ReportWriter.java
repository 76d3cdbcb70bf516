package dev.carrylane.jmh.report;

import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Suite;
import dev.carrylane.network.internal.FileReplacement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the page of a run from its files. */
public final class ReportWriter {
  private ReportWriter() {}

  /**
   * Reads a run's files and writes {@code report.html} and {@code report.md} beside them, each whole or not at all.
   *
   * @param folder has {@code environment.json} and {@code results.json}, as JMH writes it, and may have {@code other.json}, the
   *     results of another version, and {@code cold.json}, those of the first second
   * @throws IOException if a file cannot be read or written, or isn't what it must be; the message names the file and a
   *     remedy
   */
  public static void write(Path folder) throws IOException {
    write(folder, Suite.sections());
  }

  static void write(Path folder, List<Section> sections) throws IOException {
    Page page = page(Run.read(folder, sections));
    write(folder.resolve("report.html"), HtmlPage.of(page));
    write(folder.resolve("report.md"), MarkdownPage.of(page));
  }

  /** The page of a run. */
  static Page page(Run run) {
    Ceilings ceilings = Ceilings.of(run);
    List<Part> parts = new ArrayList<>();
    parts.add(Answers.part(run, ceilings));
    ChangesPart.part(run).ifPresent(parts::add);
    parts.add(EnvironmentPart.part(run));
    for (Section section : run.sections()) {
      SectionPart.of(run, ceilings, section).ifPresent(parts::add);
    }
    RooflinePart.part(run, ceilings).ifPresent(parts::add);
    SpeedUpPart.part(run).ifPresent(parts::add);
    PeersPart.part(run).ifPresent(parts::add);
    ThreadsPart.part(run).ifPresent(parts::add);
    GrowthPart.part(run).ifPresent(parts::add);
    ColdPart.part(run).ifPresent(parts::add);
    if (!run.results().all().isEmpty()) {
      parts.add(ForksPart.part(run));
    }
    return new Page("Carrylane: performance", Head.blocks(run, ceilings), parts);
  }

  private static void write(Path file, String text) throws IOException {
    try (FileReplacement replacement = FileReplacement.of(file)) {
      replacement.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      replacement.commit();
    }
  }
}
