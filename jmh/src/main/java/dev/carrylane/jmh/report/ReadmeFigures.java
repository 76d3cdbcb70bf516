package dev.carrylane.jmh.report;

import dev.carrylane.jmh.report.Block.Column;
import dev.carrylane.jmh.report.Block.Line;
import dev.carrylane.jmh.report.Block.Table;
import dev.carrylane.jmh.report.Block.Text;
import dev.carrylane.jmh.results.Interval;
import dev.carrylane.jmh.results.Measurement;
import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Peer;
import dev.carrylane.jmh.suite.Work;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The few figures of a run that users ask for first. Each must be there: what is missing is an error. */
final class ReadmeFigures {
  private static final String ONNX_RUNTIME = "ONNX Runtime";
  private static final String OPENBLAS = "OpenBLAS, best kernels";
  private static final double TAIL = 0.99;

  /** The side of the first second that is ONNX Runtime. */
  private static final String COLD_PEER = "onnx";

  private static final Case PRODUCT =
      Case.of("ProductBenchmark.packed", Map.of("shape", "512x512x512", "threads", "1"));
  private static final Case VECTOR = Case.of("ProductBenchmark.vector", Map.of("shape", "512x256"));
  private static final Case FORWARD =
      Case.of("ForwardBenchmark.run", Map.of("model", "clrnn", "frames", "60", "threads", "1"));
  private static final Case STEP = Case.of("StepBenchmark.step", Map.of("model", "clrnn"));
  private static final Case LSTM_STEP = Case.of("StepBenchmark.step", Map.of("model", "lstm-128"));
  private static final Case LONG =
      Case.of(
          "ForwardBenchmark.run", Map.of("model", "clrnn-exact", "frames", "4096", "threads", "1"));
  private static final Case TRAINING =
      Case.of("TrainingBenchmark.step", Map.of("model", "clrnn-dropout", "threads", "1"));
  private static final Case NEW_KEYS =
      Case.of("KeysBenchmark.addKeys", Map.of("model", "lstm-128", "rows", "16384"));
  private static final Case MANY_KEYS =
      Case.of("KeysBenchmark.stepAll", Map.of("model", "lstm-128", "rows", "1024"));

  private final Run run;

  private ReadmeFigures(Run run) {
    this.run = run;
  }

  /** The sentence and the table. */
  static List<Block> of(Run run) throws IOException {
    ReadmeFigures figures = new ReadmeFigures(run);
    return List.of(new Text(figures.sentence()), figures.table());
  }

  private String sentence() {
    var environment = run.environment();
    Map<String, String> machine = environment.machine();
    String java = machine.getOrDefault("java", "unknown").replaceFirst("[+,].*", "");
    String backend = machine.getOrDefault("backend", "unknown").replaceFirst(" \\(.*", "");
    String bounds = run.hasRanges() ? "the least and the greatest" : "its 95 % interval";
    return "%s, %s, backend %s, JDK %s, %s; one thread. Medians of %s, each with %s. The same work varied by %s over the run; what is in italics is within the noise."
        .formatted(
            machine.getOrDefault("processor", "unknown processor"),
            Words.plural(Integer.parseInt(machine.getOrDefault("cores", "1")), "core"),
            backend,
            java,
            environment.date().replaceFirst("T.*", ""),
            Words.plural(environment.forks(), "JVM"),
            bounds,
            Quantity.SHARE.text(run.noise().spread()));
  }

  private Table table() throws IOException {
    return new Table(
        List.of(
            new Column(""),
            new Column("Carrylane"),
            new Column("beside"),
            new Column("times as fast"),
            new Column("./carrylane bench …")),
        List.of(
            rate("product 512³, one side packed before", PRODUCT, OPENBLAS, true),
            rate("512 × 256 by a vector, as in a step of an LSTM", VECTOR, OPENBLAS, false),
            time("CL-RNN of the paper, 60 frames at once", FORWARD, ONNX_RUNTIME),
            latency(),
            time("one step of an LSTM of 128 units", LSTM_STEP, ONNX_RUNTIME),
            time("two exact carries of 200, 4,096 frames at once", LONG, "step by step"),
            time("a training step of the CL-RNN, 60 frames", TRAINING, "PyTorch"),
            keys(),
            firstPrediction()));
  }

  private Line time(String what, Case one, String name) throws IOException {
    Measured ours = measured(one);
    Measurement theirs = beside(ours, name);
    return line(
        what,
        Cell.of(ours.time(), Quantity.TIME).grey(!ours.isSteady()),
        named(name, Cell.of(Figure.of(theirs.seconds()), Quantity.TIME)),
        ratio(ours.timesAsFastAs(theirs)),
        ours.section().id() + (name.equals("step by step") ? "" : " --peers"));
  }

  /** Of arithmetic, or else of the bytes that are read. */
  private Line rate(String what, Case one, String name, boolean isArithmetic) throws IOException {
    Measured ours = measured(one);
    Measurement theirs = beside(ours, name);
    Work work = ours.work();
    double amount = isArithmetic ? work.flops() : work.bytes();
    Quantity quantity = isArithmetic ? Quantity.FLOPS : Quantity.BANDWIDTH;
    Cell cell = Cell.of(ours.rate(amount), quantity).grey(!ours.isSteady());
    double[] rates = Arrays.stream(theirs.seconds()).map(seconds -> amount / seconds).toArray();
    return line(
        what,
        after(cell, isArithmetic ? " GFLOP/s" : " GB/s"),
        named(name, Cell.of(Figure.of(rates), quantity)),
        ratio(ours.timesAsFastAs(theirs)),
        ours.section().id() + " --peers");
  }

  private Line latency() throws IOException {
    Measured ours = measured(STEP);
    Cell tail = Latency.percentile(ours.measurement(), TAIL);
    if (tail.isEmpty()) {
      throw missing("samples enough for a 99th percentile of " + STEP);
    }
    return line(
        "one step of its stream",
        Cell.of(ours.time(), Quantity.TIME).grey(!ours.isSteady()),
        named(Words.percent(TAIL) + " of its steps within", tail),
        Cell.empty(),
        ours.section().id());
  }

  private Line keys() throws IOException {
    Measured made = measured(NEW_KEYS);
    Measured many = measured(MANY_KEYS);
    Measured alone = measured(LSTM_STEP);
    double bytes = Interval.of(made.measurement().allocated()).median() / made.work().items();
    double keys = many.work().items();
    double[] each = Arrays.stream(many.seconds()).map(seconds -> seconds / keys).toArray();
    Cell time = Cell.of(Figure.of(each), Quantity.TIME).grey(!many.isSteady());
    return line(
        "a key of 1,024, LSTM of 128: memory, and a step",
        named(Quantity.BYTES.text(bytes) + ",", time),
        named("a stream alone", Cell.of(alone.time(), Quantity.TIME)),
        ratio(Figure.ofRatios(alone.seconds(), each)),
        many.section().id());
  }

  private Line firstPrediction() throws IOException {
    Figure ours = Figure.of(first(ColdPart.DEFAULT));
    Figure theirs = Figure.of(first(COLD_PEER));
    return line(
        "start of a JVM to the first prediction of an LSTM",
        Cell.of(ours, Quantity.TIME),
        named(ONNX_RUNTIME, Cell.of(theirs, Quantity.TIME)),
        ratio(Figure.ofRatios(first(COLD_PEER), first(ColdPart.DEFAULT))),
        "cold --cold --peers");
  }

  /** Seconds to the first prediction, a number for each JVM. */
  private double[] first(String side) throws IOException {
    double[] nanoseconds =
        run.cold()
            .map(cold -> cold.rows().getOrDefault(ColdPart.STEPS, Map.of()))
            .map(sides -> sides.getOrDefault(side, Map.of()).get("first"))
            .orElseThrow(() -> missing("first prediction of the side '" + side + "'"));
    return Arrays.stream(nanoseconds).map(each -> each * 1e-9).toArray();
  }

  private Line line(String what, Cell ours, Cell beside, Cell ratio, String command) {
    String repeated = Commands.filtered(run, command, "").replace("./carrylane bench ", "");
    return new Line("", List.of(Cell.text(what), ours, beside, ratio, Cell.text(repeated)));
  }

  private Cell ratio(Figure ratio) {
    return Cell.of(ratio, Quantity.RATIO).grey(!run.noise().comparable(ratio.interval()));
  }

  private static Cell named(String name, Cell cell) {
    return new Cell(name + " " + cell.text(), cell.small(), cell.value(), "", cell.grey());
  }

  private static Cell after(Cell cell, String unit) {
    return new Cell(cell.text() + unit, cell.small(), cell.value(), "", cell.grey());
  }

  private Measured measured(Case one) throws IOException {
    return run.measured().stream()
        .filter(each -> each.what().equals(one) && each.time().isKnown())
        .findFirst()
        .orElseThrow(() -> missing(one.toString()));
  }

  private Measurement beside(Measured ours, String name) throws IOException {
    Optional<Peer> peer =
        Stream.concat(ours.entry().peers().stream(), ours.entry().serial().stream())
            .filter(each -> each.name().equals(name) && each.takes(ours.what()))
            .findFirst();
    return peer.flatMap(each -> run.beside(ours, each))
        .filter(theirs -> ours.timesAsFastAs(theirs).isKnown())
        .orElseThrow(() -> missing(ours.what() + " beside " + name));
  }

  private static IOException missing(String what) {
    return new IOException(
        "the run has no %s, which README.md shows: store one that was measured with --peers --cold"
            .formatted(what));
  }
}
