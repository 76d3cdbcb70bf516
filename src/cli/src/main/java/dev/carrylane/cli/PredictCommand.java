package dev.carrylane.cli;

import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelState;
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

  /** Frames that are read, run and written together unless they are asked for one by one. */
  private static final int BLOCK = 512;

  @Parameters(
      paramLabel = "MODEL",
      description = "A model file (.safetensors) or a PyTorch checkpoint (.pt).")
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
    Model model = ModelFiles.open(modelFile, null, BackendSelection.active());
    ModelDescription description = model.description();
    requireTarget();
    try (FrameReader frames = frames(description.inputs())) {
      if (!frames.remark().isEmpty()) {
        report.note("carrylane predict: " + frames.remark());
      }
      if (output != null) {
        try (OutputFile file = OutputFile.of(output, description.outputs());
            Progress progress = Progress.of("predict", frames.frames())) {
          Counts counts = predict(model, frames, file, progress);
          file.commit();
          report.print(facts(model, counts), text(counts));
        }
      } else if (report.isJson()) {
        List<float[]> rows = new ArrayList<>();
        Counts counts = predict(model, frames, rows(rows, description.outputs()), Progress.none());
        Map<String, Object> facts = facts(model, counts);
        facts.put("outputs", rows);
        report.print(facts, "");
      } else {
        predict(model, frames, lines(description.outputs()), Progress.none());
      }
    }
    return Main.SUCCESS;
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
    String source = pipe ? "standard input" : input.toString();
    if (!pipe && Files.isDirectory(input)) {
      throw new CliException(input + " is a directory; name a file in it");
    }
    boolean array = !pipe && source.endsWith(".npy");
    if (array && tokens) {
      throw new CliException("--tokens is for text, and " + input + " is an array");
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

  private record Counts(long frames, long outputs) {}

  private Counts predict(Model model, FrameReader frames, FrameWriter target, Progress progress)
      throws IOException {
    return model.description().isCausal()
        ? predictByBlock(model, frames, target, progress)
        : predictWhole(model, frames, target, progress);
  }

  private Counts predictByBlock(
      Model model, FrameReader frames, FrameWriter target, Progress progress) throws IOException {
    ModelDescription description = model.description();
    int length = description.sequenceLength();
    long limit = length > 0 ? length : Long.MAX_VALUE;
    int block = mode.step ? 1 : BLOCK;
    ModelState state = model.newState(Engine.of(model.backend()), block);
    float[] x = new float[block * description.inputs()];
    float[] y = new float[block * description.outputs()];
    long written = 0;
    PrintWriter out = command.commandLine().getOut();
    for (int count = frames.read(block, x, 0); count > 0; count = frames.read(block, x, 0)) {
      if (state.position() + count > limit) {
        throw wrongLength("more than " + limit, limit);
      }
      int rows = run(state, count, x, y);
      target.write(rows, y, 0);
      written += rows;
      progress.steps(count);
      // What goes to a pipe is there before the next frame is waited for, or its reader has left.
      if (out.checkError()) {
        return new Counts(state.position(), written);
      }
    }
    if (length > 0 && state.position() != limit) {
      throw wrongLength(Long.toString(state.position()), limit);
    }
    return new Counts(state.position(), written);
  }

  /** A model that sees later frames takes all of them at once. */
  private Counts predictWhole(
      Model model, FrameReader frames, FrameWriter target, Progress progress) throws IOException {
    if (mode.step) {
      throw new CliException(
          modelFile + " sees later frames, so that it can't go step by step; leave --step out");
    }
    int inputs = model.description().inputs();
    float[] x = new float[BLOCK * inputs];
    int count = 0;
    for (int more = frames.read(BLOCK, x, 0);
        more > 0;
        more = frames.read(BLOCK, x, count * inputs)) {
      count += more;
      long size = (long) Math.max(2 * count, count + BLOCK) * inputs;
      if (size > Integer.MAX_VALUE - 8) {
        throw new CliException(input + " has more frames than fit an array; cut it into sequences");
      }
      x = x.length < (count + BLOCK) * inputs ? Arrays.copyOf(x, (int) size) : x;
    }
    float[] y = new float[Math.multiplyExact(count, model.description().outputs())];
    int rows = run(model.newState(Engine.of(model.backend()), Math.max(1, count)), count, x, y);
    target.write(rows, y, 0);
    progress.steps(count);
    return new Counts(count, rows);
  }

  /** What the layers refuse in the input, such as a token beyond the vocabulary, is the user's to mend. */
  private int run(ModelState state, int count, float[] x, float[] y) {
    try {
      return state.run(count, x, 0, y, 0);
    } catch (IllegalArgumentException refused) {
      throw new CliException(
          "%s, after %d frames: %s".formatted(input, state.position(), refused.getMessage()));
    }
  }

  private CliException wrongLength(String frames, long needed) {
    return new CliException(
        "%s has %s frames; %s gives one result for a sequence of %d"
            .formatted(input, frames, modelFile, needed));
  }

  private FrameWriter lines(int width) {
    return new CsvOutput(command.commandLine().getOut(), width);
  }

  private static FrameWriter rows(List<float[]> rows, int width) {
    return (count, y, offset) -> {
      for (int row = 0; row < count; row++) {
        int from = offset + row * width;
        rows.add(Arrays.copyOfRange(y, from, from + width));
      }
    };
  }

  private Map<String, Object> facts(Model model, Counts counts) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", modelFile.toString());
    facts.put("input", input.toString());
    if (output != null) {
      facts.put("output", output.toString());
    }
    facts.put("frames", counts.frames());
    facts.put("inputs", model.description().inputs());
    facts.put("rows", counts.outputs());
    facts.put("columns", model.description().outputs());
    facts.put("mode", mode.step ? "step" : "run");
    facts.put("backend", model.backend().name());
    return facts;
  }

  private String text(Counts counts) {
    return "%s: %d rows for %d frames of %s"
        .formatted(
            Messages.oneLine(output.toString()),
            counts.outputs(),
            counts.frames(),
            Messages.oneLine(input.toString()));
  }
}
