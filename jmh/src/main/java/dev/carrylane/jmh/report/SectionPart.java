package dev.carrylane.jmh.report;

import dev.carrylane.jmh.report.Block.Column;
import dev.carrylane.jmh.report.Block.Line;
import dev.carrylane.jmh.report.Block.Table;
import dev.carrylane.jmh.results.Measurement;
import dev.carrylane.jmh.suite.Entry;
import dev.carrylane.jmh.suite.Peer;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Work;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A section of the catalogue: its sentence, its command, its table. */
final class SectionPart {
  private final Run run;
  private final Ceilings ceilings;
  private final Section section;
  private final List<Measured> rows;
  private final Set<String> peers = new LinkedHashSet<>();
  private final Set<String> items = new LinkedHashSet<>();

  private SectionPart(Run run, Ceilings ceilings, Section section) {
    this.run = run;
    this.ceilings = ceilings;
    this.section = section;
    rows = run.measured(section);
    for (Measured row : rows) {
      row.entry().peers().forEach(peer -> peers.add(peer.name()));
      if (!row.work().item().isEmpty()) {
        items.add(row.work().item());
      }
    }
  }

  /** The part of a section; empty if nothing of it was measured. */
  static Optional<Part> of(Run run, Ceilings ceilings, Section section) {
    SectionPart part = new SectionPart(run, ceilings, section);
    return part.rows.isEmpty() ? Optional.empty() : Optional.of(part.part());
  }

  private Part part() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Text(section.see()));
    blocks.add(new Block.Command(command()));
    List<Line> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(line(row)));
    blocks.add(new Table(columns(), lines).trimmed());
    for (Entry entry : section.entries()) {
      if (entry.isLatency()) {
        blocks.addAll(Latency.blocks(run, run.measured(section, entry)));
      }
    }
    return new Part(section.id(), section.title(), blocks);
  }

  private String command() {
    boolean libraries =
        rows.stream()
            .anyMatch(
                row ->
                    row.entry().peers().stream()
                        .anyMatch(peer -> peer.isLibrary() && run.beside(row, peer).isPresent()));
    return Commands.filtered(run, section.id(), libraries ? " --peers" : "");
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("What"));
    columns.add(new Column("Time", run.hasRanges() ? "median, range" : "median, 95 %"));
    columns.add(new Column("GFLOP/s"));
    columns.add(new Column("GB/s"));
    items.forEach(item -> columns.add(new Column(item + "/s")));
    columns.add(new Column("Of the limit", "of one core"));
    columns.add(new Column("Allocated", "an operation"));
    columns.add(new Column("Serial", "its time ÷ ours"));
    peers.forEach(peer -> columns.add(new Column(peer, "its time ÷ ours")));
    return columns;
  }

  private Line line(Measured row) {
    Work work = row.work();
    boolean isNoisy = !row.isSteady();
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(row.label()).to(run.anchor(row.what())));
    cells.add(forks(row, Cell.of(row.time(), Quantity.TIME)).grey(isNoisy));
    cells.add(
        work.flops() > 0
            ? Cell.of(row.rate(work.flops()), Quantity.FLOPS).grey(isNoisy)
            : Cell.empty());
    cells.add(
        ceilings.isBoundByBytes(work)
            ? Cell.of(row.rate(work.bytes()), Quantity.BANDWIDTH).grey(isNoisy)
            : Cell.empty());
    for (String item : items) {
      cells.add(
          item.equals(work.item())
              ? Cell.of(row.rate(work.items()), Quantity.RATE).grey(isNoisy)
              : Cell.empty());
    }
    cells.add(
        ceilings
            .share(row)
            .map(share -> Cell.of(share, Quantity.SHARE).grey(isNoisy || Ceilings.isTooMuch(share)))
            .orElse(Cell.empty()));
    cells.add(allocated(row.measurement()));
    cells.add(row.entry().serial().map(peer -> ratio(row, peer)).orElse(Cell.empty()));
    for (String name : peers) {
      Cell cell = Cell.empty();
      for (Peer peer : row.entry().peers()) {
        if (peer.name().equals(name) && cell.isEmpty()) {
          cell = ratio(row, peer);
        }
      }
      cells.add(cell);
    }
    return new Line("", cells);
  }

  /** Says how many forks there are where they are not as many as planned. */
  private Cell forks(Measured row, Cell time) {
    int count = row.time().interval().count();
    return count == run.environment().forks() ? time : time.note(Words.plural(count, "JVM"));
  }

  private static Cell allocated(Measurement measurement) {
    Figure bytes = Figure.of(measurement.allocated());
    return bytes.isKnown()
        ? Cell.number(bytes.median(), Quantity.BYTES.text(bytes.median()))
        : Cell.empty();
  }

  private Cell ratio(Measured row, Peer peer) {
    Optional<Measurement> theirs = run.beside(row, peer);
    if (theirs.isEmpty()) {
      return Cell.empty();
    }
    Figure ratio = row.timesAsFastAs(theirs.get());
    return Cell.of(ratio, Quantity.RATIO)
        .to(run.anchor(theirs.get().what()))
        .grey(!run.noise().comparable(ratio.interval()));
  }
}
