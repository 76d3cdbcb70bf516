package dev.carrylane.jmh.report;

import dev.carrylane.jmh.report.Block.Answer;
import dev.carrylane.jmh.report.Block.Text;
import dev.carrylane.jmh.results.Interval;
import dev.carrylane.jmh.results.Scaling;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/** The questions that a reader comes with, and this run's answers. */
final class Answers {
  static final String ID = "in-short";
  private static final String KEYS = "keys";

  private final Run run;
  private final Ceilings ceilings;

  private Answers(Run run, Ceilings ceilings) {
    this.run = run;
    this.ceilings = ceilings;
  }

  static Part part(Run run, Ceilings ceilings) {
    Answers answers = new Answers(run, ceilings);
    return new Part(
        ID,
        "In short",
        List.of(
            new Answer("How close to the processor’s limit?", answers.limit()),
            new Answer("How fast beside other libraries?", answers.peers()),
            new Answer("What does the first second cost?", answers.firstSecond()),
            new Answer("What does a key cost?", answers.keys()),
            new Answer("How does time grow?", answers.growth()),
            new Answer("What do threads give?", answers.threads())));
  }

  private List<Text> limit() {
    List<Text> texts = new ArrayList<>();
    best("products", work -> true)
        .ifPresent(one -> texts.add(share("Products: up to %s of the limit of one core", one)));
    best("forward", work -> true)
        .ifPresent(one -> texts.add(share("Whole models: up to %s of it", one)));
    best("step", ceilings::isBoundByBytes)
        .ifPresent(
            one ->
                texts.add(share("Steps: up to %s of the bandwidth that holds the weights", one)));
    return texts.isEmpty() ? List.of(new Text("Not measured in this run.")) : texts;
  }

  private Optional<Measured> best(String section, Predicate<Work> which) {
    return run.measured().stream()
        .filter(each -> each.section().id().equals(section) && which.test(each.work()))
        .filter(each -> ceilings.share(each).isPresent())
        .max(Comparator.comparingDouble(each -> ceilings.share(each).orElseThrow().median()));
  }

  private Text share(String sentence, Measured one) {
    String share = ceilings.share(one).orElseThrow().sentence(Quantity.SHARE);
    return new Text(
        sentence.formatted(share) + " (" + one.label() + "): ",
        one.section().id(),
        one.section().title());
  }

  /** A sentence for each library and way of calling it. */
  private List<Text> peers() {
    List<Text> texts = new ArrayList<>();
    PeersPart.of(run)
        .forEach(
            (name, besides) -> {
              long clear =
                  besides.stream().filter(each -> run.noise().comparable(each.ratio())).count();
              texts.add(
                  new Text(
                      "%s times as fast as %s (%s, %d of them beyond the noise): "
                          .formatted(
                              range(besides.stream().mapToDouble(each -> each.ratio().median())),
                              name,
                              Words.plural(besides.size(), "case"),
                              clear),
                      PeersPart.ID,
                      "chart"));
            });
    return texts.isEmpty() ? List.of(new Text("Not measured; run with --peers.")) : texts;
  }

  private static String range(DoubleStream ratios) {
    double[] sorted = ratios.sorted().toArray();
    String least = Quantity.RATIO.text(sorted[0]);
    String greatest = Quantity.RATIO.text(sorted[sorted.length - 1]);
    return least.equals(greatest) ? least : least + "–" + greatest;
  }

  private List<Text> firstSecond() {
    if (run.cold().isEmpty()) {
      return List.of(new Text("Not measured; run with --cold."));
    }
    List<Text> texts = new ArrayList<>();
    Map<String, Map<String, double[]>> sides =
        run.cold().get().rows().getOrDefault(ColdPart.STEPS, Map.of());
    sides.forEach(
        (side, figures) -> {
          if (figures.containsKey("first")) {
            Figure first = Figure.of(scaled(figures.get("first")));
            texts.add(
                new Text(
                    "From the start of the JVM to the first prediction of an LSTM, %s: %s: "
                        .formatted(ColdPart.name(side), first.sentence(Quantity.TIME)),
                    ColdPart.ID,
                    "curve"));
          }
        });
    return texts.isEmpty()
        ? List.of(new Text("Measured of other work than a model: ", ColdPart.ID, "tables"))
        : texts;
  }

  private static double[] scaled(double... nanoseconds) {
    return Arrays.stream(nanoseconds).map(each -> each * 1e-9).toArray();
  }

  private List<Text> keys() {
    List<Text> texts = new ArrayList<>();
    for (Section section : run.sections()) {
      if (section.id().equals(KEYS)) {
        for (Measured each : run.measured(section)) {
          texts.add(new Text(key(each) + ": ", KEYS, section.title()));
        }
      }
    }
    return texts.isEmpty() ? List.of(new Text("Not measured in this run.")) : texts;
  }

  /** Time of an item and, where items are keys, what one allocates. */
  private static String key(Measured one) {
    Work work = one.work();
    String item = work.item().isEmpty() ? "operation" : work.item().replaceFirst("s$", "");
    String time = Quantity.TIME.text(one.time().median() / work.items());
    double bytes = Interval.of(one.measurement().allocated()).median() / work.items();
    String memory =
        work.item().equals(KEYS) && !Double.isNaN(bytes)
            ? Quantity.BYTES.text(bytes) + " and "
            : "";
    return "%s: %s%s a %s".formatted(one.label(), memory, time, item);
  }

  private List<Text> growth() {
    List<Text> texts = new ArrayList<>();
    GrowthPart.of(run)
        .forEach(
            (size, grown) -> {
              String range = range(grown.stream().mapToDouble(each -> each.exponent().median()));
              String what =
                  grown.size() == 1 ? grown.get(0).series().name() : grown.size() + " series";
              texts.add(
                  new Text(
                      "As the number of %s to the power of %s (%s): ".formatted(size, range, what),
                      GrowthPart.ID,
                      "table"));
            });
    return texts.isEmpty() ? List.of(new Text("This run has no two sizes of anything.")) : texts;
  }

  private List<Text> threads() {
    List<Text> texts = new ArrayList<>();
    ThreadsPart.of(run)
        .forEach(
            (series, scaling) -> {
              Scaling.Point last = scaling.points().get(scaling.points().size() - 1);
              texts.add(
                  new Text(
                      "%s: %s times as fast with %s: "
                          .formatted(
                              series.name(),
                              Quantity.number(last.speedUp().median()),
                              Words.plural(last.threads(), "thread")),
                      ThreadsPart.ID,
                      "chart"));
            });
    return texts.isEmpty()
        ? List.of(new Text("This run has no case with more than one thread."))
        : texts;
  }
}
