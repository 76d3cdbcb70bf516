package dev.carrylane.jmh.cold;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.jmh.cold.Row.Mark;
import dev.carrylane.jmh.cold.Row.Side;
import dev.carrylane.jmh.cold.Row.Unit;
import dev.carrylane.network.Initialization;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Output;
import dev.carrylane.network.layer.Layers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is measured, and in which JVMs. */
final class Rows {
  private static final int HIDDEN = 128;
  private static final float PEER_TOLERANCE = 1e-4f;
  static final String MODEL = "jsb_clrnn.pt";
  static final String DATA = "JSB_Chorales.mat";

  /** What the virtual machine logs when it exits, stamped with the time since it began. */
  private static final Pattern EXIT_LOG = Pattern.compile("(?m)^\\[(\\d+)ns\\] Maximum sync time");

  private static final Pattern EVALUATED =
      Pattern.compile(
          "nll (?<nll>\\S+) nats.*\\n.* sequences, (?<seconds>\\S+) s\\n.*parameters, (?<backend>[^,]+),");

  private final Sizes sizes;
  private final Path folder;
  private final ChildJvm jvm;

  /**
   * Measures nothing yet.
   *
   * @param sizes how much work there is
   * @param folder takes the model files
   * @param jvm starts the JVMs
   */
  Rows(Sizes sizes, Path folder, ChildJvm jvm) {
    this.sizes = sizes;
    this.folder = folder;
    this.jvm = jvm;
  }

  /**
   * How much work there is.
   *
   * @param steps the numbers of steps of the LSTM after which the time is taken; they ascend from 1
   * @param products how many products
   * @param scanSteps steps of a scan
   */
  record Sizes(List<Integer> steps, int products, int scanSteps) {
    static final Sizes DEFAULT =
        new Sizes(List.of(1, 10, 100, 1_000, 10_000, 30_000), 1_000, 1_000_000);
  }

  /** The steps of an LSTM, and what they allocate. */
  List<Row> lstm(Optional<Peer> peer) throws IOException {
    ModelDescription description =
        ModelDescription.of(Inputs.CHANNELS)
            .then(Layers.lstm(HIDDEN))
            .then(Layers.linear(1))
            .output(Output.SIGMOID);
    ModelFile model = new ModelFile(description, Initialization.of(description, 1));
    Path file = folder.resolve("lstm.safetensors");
    model.write(file);
    String[] arguments =
        Stream.concat(Stream.of(file.toString()), sizes.steps().stream().map(String::valueOf))
            .toArray(String[]::new);

    List<Side> sides = new ArrayList<>(carrylane(List.of(), LstmSteps.class, arguments));
    if (peer.isPresent()) {
      Path translated = folder.resolve("lstm." + peer.get().name());
      Files.write(translated, peer.get().translation().apply(model));
      arguments[0] = translated.toString();
      List<String> command = peerCommand(peer.get(), arguments);
      sides.add(new Side(peer.get().name(), PEER_TOLERANCE, () -> jvm.figures(command)));
    }
    List<Mark> times = new ArrayList<>();
    times.add(new Mark("first", "JVM start to first prediction", Unit.NANOSECONDS));
    times.add(new Mark("load", "load", Unit.NANOSECONDS));
    List<Mark> bytes = new ArrayList<>();
    List<Mark> alone = new ArrayList<>();
    for (int steps : sizes.steps()) {
      String label = steps == 1 ? "1 step" : String.format(Locale.ROOT, "%,d steps", steps);
      times.add(new Mark("steps-" + steps, label, Unit.NANOSECONDS));
      alone.add(new Mark("alone-" + steps, label + ", without load", Unit.NANOSECONDS));
      if (steps > 1) {
        bytes.add(new Mark("steps-" + steps, label, Unit.BYTES));
      }
    }
    times.addAll(alone);
    arguments[0] = file.toString();
    return List.of(
        new Row(
            "lstm",
            "LSTM-128 from a model file: since loading it began, all steps so far included",
            times,
            sides),
        new Row(
            "lstm-allocation",
            "LSTM-128: bytes allocated on the caller's thread since the end of the first step",
            bytes,
            carrylane(List.of(), LstmAllocation.class, arguments)));
  }

  /** The command that evaluates the published model. */
  Row eval(String modulePath, Path data) {
    FirstSecond.requireData(data);
    List<Side> sides = new ArrayList<>();
    for (String backend : List.of("auto", "scalar")) {
      List<String> command =
          List.of(
              "--add-modules",
              "jdk.incubator.vector",
              "--sun-misc-unsafe-memory-access=allow",
              "-D" + Backend.PROPERTY + "=" + backend,
              "-Xlog:safepoint+stats=info:stdout:uptimenanos",
              "-p",
              modulePath,
              "-m",
              "dev.carrylane.cli/dev.carrylane.cli.Main",
              "eval",
              "jsb",
              "--model",
              data.resolve(MODEL).toString(),
              "--data",
              data.resolve(DATA).toString(),
              "--split",
              "test");
      sides.add(new Side(backend, 0, () -> evaluated(jvm.run(command))));
    }
    return new Row(
        "eval",
        "carrylane eval jsb, the published model on the test split",
        List.of(
            new Mark("evaluation", "evaluation, as the command says", Unit.NANOSECONDS),
            new Mark("inside", "JVM start to exit, inside the process", Unit.NANOSECONDS),
            new Mark("wall", "the whole process, from outside", Unit.NANOSECONDS)),
        sides);
  }

  /** Reads what the command and the virtual machine's log say. */
  private static Figures evaluated(ChildJvm.Ended ended) throws IOException {
    String text = String.join("\n", ended.out());
    Matcher evaluated = EVALUATED.matcher(text);
    Matcher exit = EXIT_LOG.matcher(text);
    if (!evaluated.find() || !exit.find()) {
      throw new IOException("the command printed something else than a score and times: " + text);
    }
    return new Figures(evaluated.group("backend"), Float.parseFloat(evaluated.group("nll")))
        .add("evaluation", Math.round(Double.parseDouble(evaluated.group("seconds")) * 1e9))
        .add("inside", Long.parseLong(exit.group(1)))
        .add("wall", ended.wall());
  }

  /** Products of 128×128 matrices. */
  Row product() {
    return new Row(
        "product",
        "128³ product, one thread",
        List.of(
            new Mark("since-start", "JVM start to first result", Unit.NANOSECONDS),
            new Mark("first", "making the engine and the first product", Unit.NANOSECONDS),
            new Mark("worst", "worst call of the first " + sizes.products(), Unit.NANOSECONDS),
            new Mark("worst-later", "worst call after the first", Unit.NANOSECONDS),
            new Mark("total", "all " + sizes.products(), Unit.NANOSECONDS)),
        carrylane(List.of(), FirstProducts.class, String.valueOf(HIDDEN), "" + sizes.products()));
  }

  /** Scans of a long sequence of 64 channels. */
  Row scan() {
    return new Row(
        "scan",
        String.format(
            Locale.ROOT, "Scan of %,d steps of 64 channels, time-major", sizes.scanSteps()),
        List.of(
            new Mark("first", "making the engine and the first scan", Unit.NANOSECONDS),
            new Mark("later", "median of the next five", Unit.NANOSECONDS)),
        carrylane(
            List.of("-Xmx4g"), FirstScans.class, String.valueOf(sizes.scanSteps()), "64", "6"));
  }

  /** A program on the default backend and on the scalar one: the same bits. */
  private List<Side> carrylane(List<String> options, Class<?> program, String... arguments) {
    List<Side> sides = new ArrayList<>();
    for (String backend : List.of("auto", "scalar")) {
      List<String> command = new ArrayList<>(options);
      command.add("--add-modules");
      command.add("jdk.incubator.vector");
      command.add("-D" + Backend.PROPERTY + "=" + backend);
      command.add("-cp");
      command.add(ChildJvm.classPath(Stream.of(Engine.class, Model.class, program)));
      command.add(program.getName());
      command.addAll(List.of(arguments));
      sides.add(new Side(backend, 0, () -> jvm.figures(command)));
    }
    return sides;
  }

  private static List<String> peerCommand(Peer peer, String... arguments) {
    List<String> command = new ArrayList<>(peer.options());
    command.add("-cp");
    command.add(
        ChildJvm.classPath(
            Stream.concat(peer.libraries().stream(), Stream.of(peer.program(), Figures.class))));
    command.add(peer.program().getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
