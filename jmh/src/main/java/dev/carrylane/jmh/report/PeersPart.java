package dev.carrylane.jmh.report;

import dev.carrylane.cli.chart.Axis;
import dev.carrylane.cli.chart.IntervalChart;
import dev.carrylane.jmh.results.Interval;
import dev.carrylane.jmh.suite.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ratios to other libraries, a chart for each. */
final class PeersPart {
  static final String ID = "peers";

  private PeersPart() {}

  /**
   * A case beside a library.
   *
   * @param ours the case
   * @param ratio how many times as fast it is
   */
  record Beside(Measured ours, Interval ratio) {}

  /** What was measured beside each library, by its name. */
  static Map<String, List<Beside>> of(Run run) {
    Map<String, List<Beside>> all = new LinkedHashMap<>();
    for (Measured ours : run.measured()) {
      for (Peer peer : ours.entry().peers()) {
        if (peer.isLibrary()) {
          run.beside(ours, peer)
              .map(theirs -> ours.timesAsFastAs(theirs).interval())
              .filter(ratio -> !Double.isNaN(ratio.median()))
              .ifPresent(
                  ratio ->
                      all.computeIfAbsent(peer.name(), any -> new ArrayList<>())
                          .add(new Beside(ours, ratio)));
        }
      }
    }
    return all;
  }

  static Optional<Part> part(Run run) {
    List<Block.Chart> charts = new ArrayList<>();
    of(run).forEach((name, besides) -> charts.add(chart(run, name, besides)));
    if (charts.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Part(
            ID,
            "Beside other libraries",
            List.of(
                new Block.Text(
                    "Their time divided by ours, forks of both taken in turn: right of the line at 1 ours is faster, left of it theirs."
                        + " The shaded band is the noise of this run; what lies in it says nothing. The figures are in the"
                        + " libraries’ columns of each section’s table."),
                new Block.Command(
                    Commands.filtered(run, "products,forward,step,training,threads", " --peers")),
                new Block.Charts(charts))));
  }

  private static Block.Chart chart(Run run, String name, List<Beside> besides) {
    double least = 1 / 1.1;
    double greatest = 1.1;
    for (Beside beside : besides) {
      least = Math.min(least, Ranges.least(beside.ratio()));
      greatest = Math.max(greatest, Ranges.greatest(beside.ratio()));
    }
    IntervalChart chart =
        new IntervalChart(Axis.ratios("times as fast as " + name, least, greatest)).reference(1);
    double noise = run.noise().spread();
    if (noise > 0) {
      chart.band(1 / (1 + noise), 1 + noise);
    }
    String section = "";
    for (Beside beside : besides) {
      Measured ours = beside.ours();
      if (!ours.section().id().equals(section)) {
        section = ours.section().id();
        chart.heading(ours.section().title());
      }
      int style = run.noise().comparable(beside.ratio()) ? 0 : 7;
      Interval ratio = beside.ratio();
      chart.line(ours.label(), style, ratio.median(), ratio.low(), ratio.high());
    }
    return new Block.Chart("How many times as fast as " + name, chart::write);
  }
}
