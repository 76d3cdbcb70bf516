package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.console.Messages;
import dev.carrylane.cli.console.Progress;
import dev.carrylane.network.Model;
import dev.carrylane.tasks.files.FileKind;
import dev.carrylane.tasks.frames.CsvFrames;
import dev.carrylane.tasks.frames.CsvOutput;
import dev.carrylane.tasks.frames.FrameReader;
import dev.carrylane.tasks.frames.FrameWriter;
import dev.carrylane.tasks.frames.NpyFrames;
import dev.carrylane.tasks.frames.TokenFrames;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a model on frames from a file or a pipe. */
@Command(
    name = "predict",
    description = {
      "Run a model on frames: a row in, a row out.",
      "Frames are lines of numbers (CSV; also semicolons, tabs or spaces; a header is left out) or a NumPy"
          + " array (.npy) of float32 or float64 and shape [frames, channels]."
    })
final class PredictCommand implements Callable<Integer> {
  private static final Path STANDARD_INPUT = Path.of("-");

  @Parameters(paramLabel = "MODEL", description = "A model file or a PyTorch checkpoint.")
  private Path modelFile;

  @Option(
      names = {"-i", "--input"},
      required = true,
      paramLabel = "FILE",
      description =
          "The frames: CSV, an array whose name ends in .npy, or - for CSV from standard input.")
  private Path input;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write: an array if the name ends in .npy, else CSV; replaced if it exists. Without it,"
              + " CSV goes to standard output.")
  private Path output;

  @Option(
      names = "--tokens",
      description =
          "The input is whole numbers, separated by white space or commas, for a model of one channel.")
  private boolean tokens;

  @ArgGroup(exclusive = true)
  private Mode mode = new Mode();

  /** How many frames at once. */
  private static final class Mode {
    @Option(
        names = "--run",
        description = "Take in many frames at once, which is faster; the default.")
    private boolean run;

    @Option(
        names = "--step",
        description =
            "Take in frame by frame and answer each at once, as for a pipe that does not end. The same"
                + " results, bit for bit.")
    private boolean step;
  }

  @Mixin private BackendSelection selection;

  @Mixin private ReportOptions report;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Model model = ModelFiles.open(modelFile, null, BackendSelection.active(), report);
    int outputs = model.description().outputs();
    requireTarget();
    try (FrameReader frames = frames(model.description().inputs())) {
      if (!frames.remark().isEmpty()) {
        report.note(frames.remark());
      }
      if (output != null) {
        try (OutputFile file = OutputFile.of(output, outputs);
            Progress progress = Progress.of("predict", frames.frames())) {
          Prediction prediction = run(model, frames, file, progress);
          file.commit();
          report.print(facts(model, prediction), text(prediction));
        }
      } else if (report.isJson()) {
        List<float[]> rows = new ArrayList<>();
        Prediction prediction = run(model, frames, rows(rows, outputs), Progress.none());
        Map<String, Object> facts = facts(model, prediction);
        facts.put("outputs", rows);
        report.print(facts, "");
      } else {
        run(model, frames, new CsvOutput(out(), outputs), Progress.none());
      }
    }
    return Main.SUCCESS;
  }

  private Prediction run(Model model, FrameReader frames, FrameWriter target, Progress progress)
      throws IOException {
    Prediction prediction = new Prediction(model, source(), frames, mode.step, target, progress);
    // What goes to a pipe is there before the next frame is waited for, or its reader has left.
    prediction.run(out()::checkError);
    if (prediction.frames() == 0) {
      report.note("%s has no frames; a first line without numbers is a header".formatted(source()));
    }
    return prediction;
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private String source() {
    return input.equals(STANDARD_INPUT) ? "standard input" : input.toString();
  }

  private void requireTarget() throws IOException {
    if (output == null) {
      return;
    }
    OutputFile.require(output);
    for (Path file : List.of(modelFile, input)) {
      if (Files.exists(output) && Files.exists(file) && Files.isSameFile(file, output)) {
        throw new CliException(output + " is what is read; name another file to write with -o");
      }
    }
  }

  private FrameReader frames(int width) throws IOException {
    if (tokens && width != 1) {
      throw new CliException(
          "--tokens is for models of one channel, and %s takes frames of %d"
              .formatted(modelFile, width));
    }
    boolean pipe = input.equals(STANDARD_INPUT);
    String source = source();
    if (!pipe && Files.isDirectory(input)) {
      throw new CliException(input + " is a directory; name a file in it");
    }
    boolean array = !pipe && source.endsWith(".npy");
    if (array && tokens) {
      throw new CliException("--tokens is for text, and " + input + " is an array");
    }
    if (!array && Files.isRegularFile(input)) {
      requireText();
    }
    InputStream in = pipe ? System.in : Files.newInputStream(input);
    try {
      return tokens
          ? new TokenFrames(in, source)
          : array ? NpyFrames.of(in, source, width) : CsvFrames.of(in, source, width);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Refuses what is seen to be something else. */
  private void requireText() throws IOException {
    FileKind kind = FileKind.of(input);
    switch (kind) {
      case TEXT, JSON, EMPTY, UNKNOWN -> {}
      default -> throw kind.refusal(input, "text or an array whose name ends in .npy");
    }
  }

  private static FrameWriter rows(List<float[]> rows, int width) {
    return (count, y, offset) -> {
      for (int row = 0; row < count; row++) {
        int from = offset + row * width;
        rows.add(Arrays.copyOfRange(y, from, from + width));
      }
    };
  }

  private Map<String, Object> facts(Model model, Prediction prediction) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", modelFile.toString());
    facts.put("input", input.toString());
    if (output != null) {
      facts.put("output", output.toString());
    }
    facts.put("frames", prediction.frames());
    facts.put("inputs", model.description().inputs());
    facts.put("rows", prediction.rows());
    facts.put("columns", model.description().outputs());
    facts.put("mode", mode.step ? "step" : "run");
    facts.put("backend", model.backend().name());
    return facts;
  }

  private String text(Prediction prediction) {
    return "%s: %d rows for %d frames of %s"
        .formatted(
            Messages.oneLine(output.toString()),
            prediction.rows(),
            prediction.frames(),
            Messages.oneLine(input.toString()));
  }
}
